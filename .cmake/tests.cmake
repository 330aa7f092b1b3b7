# Test programs: tests/<layer>/test_*.c and tests/scenario, tests/fault likewise; each file is a program and a ctest of that
# label. Other .c files of such a folder are helpers linked into each of its programs, tests/support/*.c into all.
enable_testing()

if(TESTS OR BENCH)
    file(GLOB support_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/support/*.c)
    add_library(test_support STATIC ${support_sources})
    add_dependencies(test_support generated)
    target_include_directories(test_support PUBLIC ${PROJECT_SOURCE_DIR}/tests)
    target_compile_definitions(test_support PUBLIC
        TEST_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
        TEST_BUILD_DIR="${PROJECT_BINARY_DIR}"
        TEST_PETITIOND="${PROJECT_BINARY_DIR}/petitiond"
        TEST_SQLGEN="$<TARGET_FILE:sqlgen>"
        TEST_EMBED="$<TARGET_FILE:embed>")
    target_link_libraries(test_support PUBLIC house PkgConfig::LIBS PkgConfig::TEST_LIBS Threads::Threads m)
endif()

# A sanitizer's report must be a failure, and a leak is one. The fake stacks of gcc 12 misplace locals aligned to 64 bytes (the
# hasher of crypto.h), so use after return is not looked for.
set(test_environment
    "ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:exitcode=99:detect_stack_use_after_return=0"
    "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/lsan.supp:print_suppressions=0"
    "UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1"
    "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/tsan.supp:halt_on_error=1:exitcode=66:second_deadlock_stack=1"
    "TZ=UTC"
    "SQLGEN=$<TARGET_FILE:sqlgen>"
    "EMBED=$<TARGET_FILE:embed>"
    "PETITIOND=${PROJECT_BINARY_DIR}/petitiond"
    "SOURCE_DIR=${PROJECT_SOURCE_DIR}")

# The programs of a folder link one layer and what stands below it: a layer that fails to build stops only the tests above.
function(test_folder label layer seconds)
    set(folder ${label})
    file(GLOB tests CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${folder}/test_*.c)
    file(GLOB helpers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${folder}/*.c)
    list(REMOVE_ITEM helpers ${tests} "")
    if(tests AND helpers)
        add_library(test_${label}_helpers STATIC ${helpers})
        target_link_libraries(test_${label}_helpers PUBLIC test_support ${layer})
    endif()
    foreach(source IN LISTS tests)
        get_filename_component(stem ${source} NAME_WE)
        string(REGEX REPLACE "^test_" "" stem ${stem})
        set(name test_${label}_${stem})
        add_executable(${name} ${source})
        set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
        target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/${folder})
        if(EXISTS ${PROJECT_SOURCE_DIR}/src/${folder})
            target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/src/${folder})
        endif()
        if(TARGET test_${label}_helpers)
            target_link_libraries(${name} PRIVATE test_${label}_helpers)
        endif()
        target_link_libraries(${name} PRIVATE test_support ${layer})
        if(TARGET petitiond AND layer STREQUAL app)
            add_dependencies(${name} petitiond)
        endif()
        add_test(NAME ${label}.${stem} COMMAND ${name})
        set_tests_properties(${label}.${stem} PROPERTIES
            LABELS ${label} TIMEOUT ${seconds} ENVIRONMENT "${test_environment}" WORKING_DIRECTORY ${PROJECT_BINARY_DIR})
        if(label STREQUAL scenario)
            set_tests_properties(${label}.${stem} PROPERTIES
                ENVIRONMENT "${test_environment};SCENARIO_OFFICE=${PROJECT_BINARY_DIR}/tests/office" FIXTURES_REQUIRED office)
        endif()
        if(label STREQUAL fault)
            set_tests_properties(${label}.${stem} PROPERTIES RUN_SERIAL ON)
        endif()
    endforeach()
endfunction()

if(TESTS)
    foreach(layer IN LISTS LAYERS)
        test_folder(${layer} ${layer} 420)
    endforeach()
    test_folder(scenario app 420)
    # The office that their stories begin with is made once, by the program under test, each time some of them run.
    set(office ${PROJECT_BINARY_DIR}/tests/office)
    add_executable(scenario_prepare ${PROJECT_SOURCE_DIR}/tests/scenario/prepare/prepare.c)
    target_link_libraries(scenario_prepare PRIVATE test_support app)
    add_test(NAME scenario.no_office COMMAND ${CMAKE_COMMAND} -E rm -rf ${office})
    add_test(NAME scenario.office COMMAND scenario_prepare ${office})
    set_tests_properties(scenario.no_office PROPERTIES LABELS scenario FIXTURES_SETUP no_office)
    set_tests_properties(scenario.office PROPERTIES LABELS scenario TIMEOUT 600 ENVIRONMENT "${test_environment}"
        FIXTURES_REQUIRED no_office FIXTURES_SETUP office)
    # Loaded before the C library by tests/fault/test_sweep.c; with flags of its own, for it lives beside no sanitizer's allocator.
    add_library(faulty MODULE ${PROJECT_SOURCE_DIR}/tests/fault/preload/faulty.c)
    target_compile_definitions(faulty PRIVATE _GNU_SOURCE)
    target_compile_options(faulty PRIVATE -Wall -Wextra -Wconversion -Wshadow -Werror -O1 -g)
    target_link_libraries(faulty PRIVATE ${CMAKE_DL_LIBS})
    test_folder(fault app 3600)
    target_compile_definitions(test_fault_sweep PRIVATE TEST_FAULTY="$<TARGET_FILE:faulty>")
    add_dependencies(test_fault_sweep faulty)

    file(GLOB checks CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/hygiene/check_*.sh)
    foreach(check IN LISTS checks)
        get_filename_component(stem ${check} NAME_WE)
        string(REGEX REPLACE "^check_" "" stem ${stem})
        add_test(NAME hygiene.${stem}
            COMMAND bash ${PROJECT_SOURCE_DIR}/tests/hygiene/run.sh --build ${PROJECT_BINARY_DIR} --cc ${CMAKE_C_COMPILER} ${stem})
        set_tests_properties(hygiene.${stem} PROPERTIES LABELS hygiene TIMEOUT 180 WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    endforeach()
endif()

if(BENCH)
    file(GLOB bench_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/bench/*.c)
    if(bench_sources)
        add_executable(bench ${bench_sources})
        target_include_directories(bench PRIVATE ${PROJECT_SOURCE_DIR}/tests/bench)
        target_link_libraries(bench PRIVATE test_support app)
    endif()
endif()

if(FUZZ)
    if(NOT CMAKE_C_COMPILER_ID STREQUAL Clang)
        message(FATAL_ERROR "FUZZ=ON needs clang")
    endif()
    file(GLOB fuzzers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/fuzz/fuzz_*.c)
    foreach(source IN LISTS fuzzers)
        get_filename_component(name ${source} NAME_WE)
        add_executable(${name} ${source})
        set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/fuzz)
        target_link_libraries(${name} PRIVATE app)
        target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    endforeach()
    # Parts of larger ones; what the linker puts before functions of the libraries stands in them.
    set(fuzz ${PROJECT_SOURCE_DIR}/tests/fuzz)
    target_sources(fuzz_wire PRIVATE ${fuzz}/wire_answers.c ${fuzz}/wire_requests.c ${fuzz}/wire_server.c ${fuzz}/wire_table.c)
    target_link_options(fuzz_wire PRIVATE -Wl,--wrap=MHD_start_daemon)
    target_sources(fuzz_list PRIVATE ${fuzz}/list_query.c ${fuzz}/office.c)
    target_link_options(fuzz_list PRIVATE -Wl,--wrap=sqlite3_step -Wl,--wrap=MHD_get_connection_values_n)
    target_link_options(fuzz_text PRIVATE -Wl,--wrap=write)
    target_sources(fuzz_secret PRIVATE ${fuzz}/office.c)
    target_link_options(fuzz_secret PRIVATE -Wl,--wrap=sqlite3_step)
    # The verifier stands in no archive: its reader is compiled into the program that throws bytes at it.
    target_sources(fuzz_receipt PRIVATE ${PROJECT_SOURCE_DIR}/src/tools/petitiond_verify_read.c)
    target_include_directories(fuzz_receipt PRIVATE ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(fuzz_receipt PRIVATE PkgConfig::VERIFY_LIBS)
endif()
