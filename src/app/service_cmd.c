/*
 * service_cmd.c - `petitiond service`: prints a systemd unit that lets the server do what it must and nothing else.
 *
 * Whoever breaks into the process finds no other files, users, devices or privileges; what is left is one folder and one socket.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "app/args.h"
#include "app/commands.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char service_head[] = "# petitiond service > /etc/systemd/system/petitiond.service\n"
                                   "[Unit]\n"
                                   "Description=Petition case management\n"
                                   "After=network.target\n"
                                   "StartLimitIntervalSec=300\n"
                                   "StartLimitBurst=10\n"
                                   "\n"
                                   "[Service]\n"
                                   "Type=notify\n";

static const char service_rest[] =
    "Restart=on-failure\n"
    "RestartSec=1\n"
    "TimeoutStopSec=60\n"
    "LimitNOFILE=65536\n"
    "LimitCORE=0\n"
    "\n"
    "# One folder, for nobody else.\n"
    "DynamicUser=yes\n"
    "StateDirectory=petitiond\n"
    "StateDirectoryMode=0700\n"
    "UMask=0077\n"
    "ProtectSystem=strict\n"
    "ProtectHome=yes\n"
    "PrivateTmp=yes\n"
    "PrivateDevices=yes\n"
    "PrivateUsers=yes\n"
    "ProtectProc=invisible\n"
    "ProcSubset=pid\n"
    "RemoveIPC=yes\n"
    "\n"
    "# No way to become more.\n"
    "NoNewPrivileges=yes\n"
    "CapabilityBoundingSet=\n"
    "AmbientCapabilities=\n"
    "RestrictSUIDSGID=yes\n"
    "RestrictNamespaces=yes\n"
    "RestrictRealtime=yes\n"
    "LockPersonality=yes\n"
    "MemoryDenyWriteExecute=yes\n"
    "ProtectClock=yes\n"
    "ProtectControlGroups=yes\n"
    "ProtectHostname=yes\n"
    "ProtectKernelLogs=yes\n"
    "ProtectKernelModules=yes\n"
    "ProtectKernelTunables=yes\n"
    "SystemCallArchitectures=native\n"
    "SystemCallFilter=@system-service landlock_create_ruleset landlock_add_rule "
    "landlock_restrict_self seccomp\n"
    "SystemCallFilter=~@privileged @resources @mount @debug @cpu-emulation @obsolete "
    "@module @raw-io @reboot @swap @clock\n"
    "SystemCallErrorNumber=EPERM\n"
    "DeviceAllow=\n"
    "DevicePolicy=closed\n"
    "\n"
    "# The master key apart from what it protects: systemd-creds encrypt --name=master.key FILE "
    "/etc/petitiond.cred\n"
    "#LoadCredentialEncrypted=master.key:/etc/petitiond.cred\n"
    "\n"
    "# It listens, and calls nobody.\n"
    "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX\n"
    "%s"
    "\n"
    "[Install]\n"
    "WantedBy=multi-user.target\n";

/* What is written into a line of the unit as one word: a line end would begin a line of its own, a blank another argument, and the service
 * manager gives a meaning to the others. */
static int service_is_word(const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        if (*p <= ' ' || *p == 0x7f || strchr("\"'\\%$;#", *p) != NULL) {
            return 0;
        }
    }
    return text[0] != '\0';
}

int service_cmd_main(int argc, char **argv)
{
    static const char text[] =
        "service [--listen ADDR:PORT]\n\n"
        "Prints a systemd unit for this program. The data folder is /var/lib/petitiond: make it with\n"
        "`petitiond init --data /var/lib/petitiond` before the first start.";
    const char *listen = "127.0.0.1:8080";
    const struct arg args[] = {
        {"--listen", &listen, NULL, 0, "Address and port; beyond this machine with TLS (petitiond serve --help)"}};
    char program[PATH_MAX];
    int go = args_parse(argc, argv, text, args, sizeof args / sizeof args[0]);
    if (go != ARGS_GO) {
        return go;
    }
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    if (n > 0) {
        program[n] = '\0';
    } else {
        snprintf(program, sizeof program, "/usr/local/bin/petitiond");
    }
    if (!service_is_word(listen) || !service_is_word(program)) {
        fprintf(stderr, "petitiond: %s holds characters that a line of a unit cannot hold\n",
                service_is_word(listen) ? "the path of this program" : "--listen");
        return EXIT_USAGE;
    }
    int is_local = strncmp(listen, "127.", 4) == 0 || strncmp(listen, "[::1]", 5) == 0;
    printf("%sExecStart=%s serve --data /var/lib/petitiond --listen %s\n", service_head, program, listen);
    printf(service_rest, is_local ? "IPAddressDeny=any\nIPAddressAllow=localhost\n" : "");
    return EXIT_GOOD;
}
