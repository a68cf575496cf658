# Warnings are errors; sanitizers by preset; ccache and mold when they are there.
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Werror
                    -fno-omit-frame-pointer)

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # libstdc++ 12's own std::stable_sort calls a function it has deprecated; g++ is silent about it.
    add_compile_options(-Wno-deprecated-declarations)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++-12 sees uninitialised alternatives in every moved std::variant (GCC bug 105562 and kin); clang-19 and the
    # sanitizers watch for real ones.
    add_compile_options(-Wno-maybe-uninitialized)
endif()

set(FANGXIAN_SANITIZE "" CACHE STRING "Sanitizers to build with: address,undefined or thread")
if(FANGXIAN_SANITIZE)
    add_compile_options(-fsanitize=${FANGXIAN_SANITIZE} -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${FANGXIAN_SANITIZE})
endif()

option(FANGXIAN_FUZZ "Build the fuzzers of tests/fuzz (clang only)" OFF)
if(FANGXIAN_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# Assertions name a file by its path in the tree: nothing of the builder's folders gets into the program, and a compiler
# cache serves every checkout.
add_compile_options(-fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=)

find_program(CCACHE ccache)
if(CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
    add_link_options(-fuse-ld=mold)
endif()
