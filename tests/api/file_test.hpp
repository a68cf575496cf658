#pragma once
/// Commands that work on files alone: no site, no server.

#include "process.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace fx::api {

/// A folder for the files of one test, gone afterwards.
class FileTest : public testing::Test {
protected:
    std::string const folder = std::filesystem::temp_directory_path() / ("fx_files_" + std::to_string(::getpid()));

    void SetUp() override { std::filesystem::create_directories(folder); }
    void TearDown() override { std::filesystem::remove_all(folder); }

    /// Its path.
    std::string file(std::string const& name, std::string const& content) const {
        auto path = folder + "/" + name;
        std::ofstream(path) << content;
        return path;
    }
};

}  // namespace fx::api
