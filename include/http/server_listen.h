/*
 * server_listen.h - between server.c and server_listen.c: the callbacks that the daemon gets.
 *
 * Runs on: start on the main thread, callbacks on the pool's threads. Owns: nothing.
 */
#ifndef HTTP_SERVER_LISTEN_H
#define HTTP_SERVER_LISTEN_H

#include "http/server_inside.h"

#include <microhttpd.h>

/* Opens certificate and daemon by the server's options. See server_start for the codes. */
RC_MUST enum rc server_listen(struct server *s);

enum MHD_Result server_on_request(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *upload, size_t *upload_size, void **con_cls);
void server_on_completed(void *cls, struct MHD_Connection *connection, void **con_cls,
                         enum MHD_RequestTerminationCode why);
void server_on_connection(void *cls, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode what);

#endif
