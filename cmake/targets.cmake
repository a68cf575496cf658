# One static library per folder of src; unit tests (*_test.cpp) stand beside the sources.

# fx_library(NAME USES lib...): builds every .cpp of the folder (and of the listed SUBFOLDERS) into fx_NAME,
# and its *_test.cpp files into NAME_test.
function(fx_library name)
    cmake_parse_arguments(ARG "" "" "USES;SUBFOLDERS" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS *.cpp)
    foreach(folder ${ARG_SUBFOLDERS})
        file(GLOB more CONFIGURE_DEPENDS ${folder}/*.cpp)
        list(APPEND sources ${more})
    endforeach()
    set(tests ${sources})
    list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
    list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

    add_library(fx_${name} STATIC ${sources})
    target_include_directories(fx_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_BINARY_DIR}/generated)
    target_link_libraries(fx_${name} PUBLIC ${ARG_USES})
    if(tests AND BUILD_TESTING)
        add_executable(${name}_test ${tests})
        target_link_libraries(${name}_test PRIVATE fx_${name} GTest::gtest_main GTest::gmock)
        add_test(NAME ${name} COMMAND ${name}_test WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    endif()
endfunction()
