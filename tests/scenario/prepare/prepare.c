/*
 * prepare.c - makes the folder that all programs of scenarios copy: scenario_prepare FOLDER.
 *
 * To make it takes longer than most stories. Runs on: the main thread. Owns: nothing; the folder must not be there.
 */
#include "support/scenario.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: scenario_prepare FOLDER\n");
        return 2;
    }
    scenario_prepare(argv[1]);
    return 0;
}
