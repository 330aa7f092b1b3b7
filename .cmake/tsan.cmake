# ThreadSanitizer with the second compiler; clang-tidy reads its compile_commands.json.  Use: cmake -C .cmake/tsan.cmake -S . -B build/tsan -G Ninja
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_C_COMPILER clang CACHE STRING "")
set(SAN thread CACHE STRING "")
set(TESTS ON CACHE BOOL "")
set(INJECT ON CACHE BOOL "")
set(CHEAP_PASSWORDS ON CACHE BOOL "")
