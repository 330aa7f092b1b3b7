/*
 * public_file.h - what is answered to a petitioner who sent a file.
 */
#ifndef API_PUBLIC_FILE_H
#define API_PUBLIC_FILE_H

#include "http/endpoint.h"

struct public_file_out {
    const char *number;
    int64_t size, added_at;
};

extern const struct field_set public_file_reply; /* of a public_file_out */

#endif
