/*
 * commands.h - the subcommands of commands.def. Each takes what stands behind its name and returns the exit code: 0 good, 1
 * found something wrong, 2 used wrongly.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

int init_main(int argc, char **argv);
int serve_main(int argc, char **argv);
int verify_cmd_main(int argc, char **argv);
int workflow_cmd_main(int argc, char **argv);
int profile_cmd_main(int argc, char **argv); /* `workflow profile` */
int checkpoint_cmd_main(int argc, char **argv);
int key_cmd_main(int argc, char **argv);
int reset_cmd_main(int argc, char **argv);
int confirm_cmd_main(int argc, char **argv);
int backup_cmd_main(int argc, char **argv);
int backup_cmd_restore(int argc, char **argv);
int doctor_cmd_main(int argc, char **argv);
int service_cmd_main(int argc, char **argv);
int openapi_cmd_main(int argc, char **argv);

#endif
