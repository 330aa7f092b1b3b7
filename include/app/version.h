/*
 * version.h - the version of the program, one place for --version and the OpenAPI document.
 *
 * Runs on: any thread. Owns: nothing.
 */
#ifndef APP_VERSION_H
#define APP_VERSION_H

/* The build gives it; a lone compile of one file does without. */
#ifndef PETITIOND_VERSION
#define PETITIOND_VERSION "0"
#endif

#endif
