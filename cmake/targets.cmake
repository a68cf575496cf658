# One static library per folder of src; unit tests (*_test.cpp) stand beside the sources.

# What ./dev test runs under the thread sanitizer: the tests of libraries marked CONCURRENT.
add_custom_target(concurrent_tests)

# fx_library(NAME [CONCURRENT] USES lib...): builds every .cpp of the folder (and of the listed SUBFOLDERS) into
# fx_NAME, and its *_test.cpp files into NAME_test.
function(fx_library name)
    cmake_parse_arguments(ARG "CONCURRENT" "" "USES;SUBFOLDERS" ${ARGN})
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
        if(ARG_CONCURRENT)
            add_dependencies(concurrent_tests ${name}_test)
            set_tests_properties(${name} PROPERTIES LABELS concurrent)
        endif()
    endif()
endfunction()

# fx_fuzz(NAME USES lib...): NAME.cpp holds LLVMFuzzerTestOneInput; built as fuzz_NAME by the clang preset.
function(fx_fuzz name)
    cmake_parse_arguments(ARG "" "" "USES" ${ARGN})
    add_executable(fuzz_${name} ${name}.cpp)
    target_link_libraries(fuzz_${name} PRIVATE ${ARG_USES})
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
endfunction()

# fx_stories(NAME TARGET SHARDS): the cases of TARGET as SHARDS tests beside one another, the longest of all and so started
# first; and once more on PostgreSQL, skipped, and said so, without FANGXIAN_TEST_POSTGRES.
function(fx_stories name target shards)
    math(EXPR last "${shards} - 1")
    foreach(shard RANGE ${last})
        add_test(NAME ${name}_${shard} COMMAND ${target} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
        add_test(NAME ${name}_postgres_${shard}
                 COMMAND sh -c "test -n \"$FANGXIAN_TEST_POSTGRES\" || { echo 'skipped: set FANGXIAN_TEST_POSTGRES'; exit 77; }; \
                                FANGXIAN_STORY_STORE=postgres exec $<TARGET_FILE:${target}>"
                 WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
        set_tests_properties(${name}_${shard} ${name}_postgres_${shard} PROPERTIES COST 100 SKIP_RETURN_CODE 77
                             ENVIRONMENT "GTEST_TOTAL_SHARDS=${shards};GTEST_SHARD_INDEX=${shard}")
    endforeach()
endfunction()
