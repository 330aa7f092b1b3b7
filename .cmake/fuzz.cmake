# libFuzzer programs of tests/fuzz.  Use: cmake -C .cmake/fuzz.cmake -S . -B build/fuzz -G Ninja
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_C_COMPILER clang CACHE STRING "")
set(SAN address CACHE STRING "")
set(TESTS OFF CACHE BOOL "")
set(INJECT OFF CACHE BOOL "")
set(CHEAP_PASSWORDS ON CACHE BOOL "")
set(FUZZ ON CACHE BOOL "")
set(CMAKE_C_FLAGS "-fsanitize=fuzzer-no-link" CACHE STRING "")
