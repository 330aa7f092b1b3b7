/*
 * version.h - the version of the program, one place for --version and the OpenAPI document.
 *
 * Runs on: any thread. Owns: nothing.
 */
#ifndef APP_VERSION_H
#define APP_VERSION_H

#define PETITIOND_VERSION "0.1.0"

#endif
