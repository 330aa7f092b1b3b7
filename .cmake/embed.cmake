# embed_table(NAME ROOT FILES...): FILES below ROOT become the table NAME of include/base/embed.h, in ${GEN}/NAME.c.
#
# The bytes come in by .incbin, so the object and not only the C file hangs on every embedded file.
function(embed_table name root)
    set(list_file ${GEN}/${name}.list)
    list(SORT ARGN)
    list(JOIN ARGN "\n" lines)
    file(CONFIGURE OUTPUT ${list_file} CONTENT "${lines}\n" @ONLY)
    add_custom_command(
        OUTPUT ${GEN}/${name}.c
        COMMAND embed --prefix ${name} --root ${root} --out ${GEN}/${name}.c --compress @${list_file}
        DEPENDS embed ${list_file} ${ARGN}
        COMMENT "${root} -> ${name}.c"
        VERBATIM)
    set_source_files_properties(${GEN}/${name}.c PROPERTIES OBJECT_DEPENDS "${ARGN}")
endfunction()
