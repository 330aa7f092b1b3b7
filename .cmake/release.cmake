# The shipped program: -O2, hardened, no tests, no crash points.  Use: cmake -C .cmake/release.cmake -S . -B build/release -G Ninja
set(CMAKE_BUILD_TYPE Release CACHE STRING "")
set(CMAKE_C_COMPILER gcc CACHE STRING "")
set(SAN none CACHE STRING "")
set(TESTS OFF CACHE BOOL "")
set(INJECT OFF CACHE BOOL "")
set(CHEAP_PASSWORDS OFF CACHE BOOL "")
