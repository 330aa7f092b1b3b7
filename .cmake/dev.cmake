# Day to day: -O1, tests, gcc.  Use: cmake -C .cmake/dev.cmake -S . -B build/dev -G Ninja
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_C_COMPILER gcc CACHE STRING "")
set(SAN none CACHE STRING "")
set(TESTS ON CACHE BOOL "")
set(INJECT ON CACHE BOOL "")
