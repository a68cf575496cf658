// Contact tracing at the size of a large city: 50,000,000 visits of fourteen days, 5,000,000 persons, 500,000 places.
//
//     tracing_bench [VISITS [DIRECTORY]]
//
// There are a tenth as many persons as visits and a hundredth as many places. With a DIRECTORY, everything is written
// there as CSV with the answers to some questions and their times, so that PostgreSQL can be asked the same
// (bench/tracing.sh).

#include "base/random.hpp"
#include "engines/tracing/tracing.hpp"

#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

namespace {

using namespace fx;
using namespace fx::tracing;

constexpr Minute day = 1440, horizon = 14 * day;
constexpr std::uint32_t visits_of_a_person = 10, persons_of_a_place = 10, quarter = 400;  // places around a home
constexpr std::uint32_t seat_rows = 20, household_size = 3, workplace_size = 12;

struct City {
    explicit City(std::size_t visit_count)
        : persons(std::uint32_t(visit_count / visits_of_a_person)), places(persons / persons_of_a_place) {
        for (std::size_t i = 0; i < places.size(); ++i) places[i] = i % 10 == 9 ? PlaceKind::vehicle : PlaceKind::site;
        visits.reserve(visit_count);
        for (std::size_t i = 0; i < visit_count; ++i) visits.push_back(some_visit(std::uint32_t(i % persons)));
        auto const workplaces = persons / (2 * workplace_size) + 1;
        groups.assign(workplaces, GroupKind::work);
        groups.resize(workplaces + persons / household_size + 1, GroupKind::household);
        for (PersonIndex person = 0; person < persons; ++person) {
            members.push_back({person, workplaces + person / household_size, 0, horizon, 600});
            if (person % 2 == 0) members.push_back({person, person / (2 * workplace_size), 0, horizon, 300});
        }
    }

    /// Eight of ten visits are around home, where visits fall as one over the square root of a place's rank; the others are
    /// in the whole city, where they fall as one over its power of two thirds: one place in a hundred draws a fifth of
    /// them. Begin between 7 and 20 o'clock, 5 to 119 minutes.
    Visit some_visit(PersonIndex person) {
        auto const all = std::uint32_t(places.size());
        auto const home = std::uint32_t(std::uint64_t(person) * all / persons) / quarter * quarter;
        auto const around = random.below(10) < 8;
        auto const x = random.unit();
        auto const place = around ? home + std::uint32_t(x * x * quarter) : std::uint32_t(x * x * x * all);
        auto const begin = Minute(random.below(14)) * day + 420 + Minute(random.below(780));
        Visit visit{person, std::min(place, all - 1), begin, begin + 5 + Minute(random.below(115))};
        if (places[visit.place] == PlaceKind::vehicle && random.below(2) == 0)
            visit.row = std::uint16_t(random.below(seat_rows));
        return visit;
    }

    SeededRandom random{0x5eed};
    std::uint32_t persons;
    std::vector<PlaceKind> places;
    std::vector<GroupKind> groups;
    std::vector<Visit> visits;
    std::vector<Membership> members;
};

/// Processor time too: on a busy machine wall time holds waiting for a core.
template <class Work>
double processor_seconds(Work work) {
    auto const begin = std::clock();
    work();
    return double(std::clock() - begin) / CLOCKS_PER_SEC;
}

template <class Work>
double seconds(Work work) {
    auto const begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double quantile(std::vector<double> values, double q) {
    std::ranges::sort(values);
    return values[std::size_t(q * double(values.size() - 1))];
}

struct Indices {
    VisitIndex visits;
    MembershipIndex members;
};

struct Question {
    PersonIndex person;
    Window window;
    int generations;
};

Exposures answer(Indices const& indices, Question const& question) {
    ExposureOptions options;
    options.generations = question.generations;
    options.min_minutes = 10;
    return exposed(indices.visits, indices.members, question.person, question.window, options).value();
}

/// One generation of the whole fortnight, of persons at random, each asked once.
void time_one_generation(City& city, Indices const& indices, char const* when) {
    constexpr int questions = 20'000;
    std::vector<double> us;
    std::size_t rows = 0;
    for (int i = 0; i < questions; ++i) {
        Question const question{PersonIndex(city.random.below(city.persons)), {0, horizon}, 1};
        us.push_back(1e6 * seconds([&] { rows += answer(indices, question).rows.size(); }));
    }
    std::printf("one generation, %-24s p50 %8.1f us   p99 %8.1f us   %.1f exposed on average\n", when, quantile(us, 0.5),
                quantile(us, 0.99), double(rows) / questions);
}

/// Three generations, for the case whose number of exposed comes nearest to `wanted`. The window's length sets it.
void time_three_generations(City& city, Indices const& indices, std::size_t wanted) {
    Question nearest{0, {0, horizon}, 3};
    std::size_t nearest_off = SIZE_MAX;
    for (int i = 0; i < 8; ++i) {
        auto const person = PersonIndex(city.random.below(city.persons));
        for (Minute days = 1, step = 8; step > 0; step /= 2) {  // bisection over the days
            auto const trial = std::min(days + step, 14);
            Question const question{person, {0, trial * day}, 3};
            auto const found = answer(indices, question).rows.size();
            auto const off = found > wanted ? found - wanted : wanted - found;
            if (off < nearest_off) nearest = question, nearest_off = off;
            if (found < wanted) days = trial;
        }
    }
    std::vector<double> wall, processor;
    std::size_t rows = 0;
    for (int i = 0; i < 5; ++i)
        wall.push_back(
            seconds([&] { processor.push_back(processor_seconds([&] { rows = answer(indices, nearest).rows.size(); })); }));
    std::printf("three generations, %9zu exposed in %2d days: median %8.1f ms, processor %8.1f ms\n", rows,
                nearest.window.until / day, quantile(wall, 0.5) * 1e3, quantile(processor, 0.5) * 1e3);
}

void time_updates(City& city, Indices& indices) {
    constexpr std::size_t updates = 100'000;
    std::vector<Visit> added;
    for (std::size_t i = 0; i < updates; ++i) added.push_back(city.some_visit(PersonIndex(city.random.below(city.persons))));
    auto const all = [&](auto change) {
        return 1e9 / updates * processor_seconds([&] {
                   for (std::size_t i = 0; i < updates; ++i)
                       if (!change(i)) std::abort();
               });
    };
    auto const add = all([&](std::size_t i) { return indices.visits.add(added[i]).has_value(); });
    time_one_generation(city, indices, "100,000 visits aside");
    auto const stride = city.visits.size() / updates;
    auto const close = all([&](std::size_t i) {
        auto const& visit = city.visits[i * stride];
        return indices.visits.close(visit, visit.end + 1);
    });
    auto const remove = all([&](std::size_t i) { return indices.visits.remove(added[i]); });
    if (!indices.visits.add(added[0])) std::abort();
    auto const fold = processor_seconds([&] { indices.visits.fold(); });
    std::printf("a visit added %.0f ns, closed %.0f ns, removed %.0f ns; folding all anew %.2f s; processor time\n", add,
                close, remove, fold);
}

void time_common_sources(City& city, Indices const& indices) {
    std::vector<CaseWindow> cases;
    auto const first = PersonIndex(city.random.below(city.persons - 1000));
    for (PersonIndex i = 0; i < 100; ++i) cases.push_back({first + i * 10, {0, horizon}});
    Sources found;
    SourceOptions options;
    options.within_minutes = day;
    options.min_minutes = 10;
    auto const took = seconds([&] { found = common_sources(indices.visits, indices.members, cases, options).value(); });
    std::printf("common sources of 100 cases around one home: %zu places, %zu persons, %.2f ms\n", found.places.size(),
                found.persons.size(), took * 1e3);
}

class Csv {
public:
    Csv(std::string const& directory, char const* name) : file_(std::fopen((directory + "/" + name).c_str(), "w")) {
        if (file_ == nullptr) std::exit((std::perror(name), 1));
    }
    ~Csv() { std::fclose(file_); }
    Csv(Csv const&) = delete;
    Csv& operator=(Csv const&) = delete;
    template <class... Values>
    void row(Values... values) {
        char const* before = "";
        ((std::fprintf(file_, "%s%lld", before, static_cast<long long>(values)), before = ","), ...);
        std::fputc('\n', file_);
    }

private:
    std::FILE* file_;
};

void write_city(City const& city, std::string const& to) {
    Csv visits(to, "visit.csv"), places(to, "place.csv"), members(to, "member.csv"), groups(to, "grp.csv");
    for (auto const& v : city.visits) visits.row(v.person, v.place, v.begin, v.end, v.row == row_unknown ? -1 : int(v.row));
    for (std::size_t i = 0; i < city.places.size(); ++i) places.row(i, city.places[i] == PlaceKind::vehicle);
    for (auto const& m : city.members) members.row(m.person, m.group, m.from, m.until, m.minutes_a_day);
    for (std::size_t i = 0; i < city.groups.size(); ++i) groups.row(i, city.groups[i] == GroupKind::work);
}

/// Answers as rows, and the time of each question: question, person, from, until, generations, exposed, nanoseconds.
void write_answers(City& city, Indices const& indices, std::string const& to) {
    Csv questions(to, "question.csv"), answers(to, "answer.csv");
    for (int number = 0; number < 205; ++number) {
        auto const generations = number < 200 ? 1 : 3;
        auto const person = PersonIndex(city.random.below(city.persons));
        auto const days = generations == 1 ? 10 : 1 + (number - 200) * 3;
        Question const question{person, {day, day + days * day}, generations};
        Exposures found;
        std::vector<double> took;
        for (int i = 0; i < (generations == 1 ? 2 : 5); ++i)
            took.push_back(seconds([&] { found = answer(indices, question); }));
        if (generations == 1) took.erase(took.begin());  // asked once to warm up, as PostgreSQL is
        auto const ns = quantile(took, 0.5) * 1e9;
        questions.row(number, person, question.window.from, question.window.until, generations, found.rows.size(), ns);
        for (auto const& row : found.rows)
            answers.row(number, row.generation, row.minutes, row.person, row.through, row.place, row.first, row.last,
                        row.since, int(row.reason));
    }
}

}  // namespace

int main(int argc, char** argv) {
    auto const visit_count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 50'000'000;
    if (visit_count < 100'000) return std::fputs("tracing_bench [VISITS, at least 100000 [DIRECTORY]]\n", stderr), 2;
    City city(visit_count);
    std::vector<Indices> built;  // one
    double visits_s = 0, visits_cpu_s = 0, members_s = 0;
    {
        Result<VisitIndex> visits = Problem(ProblemKind::invalid_parameter, {"visits"});
        Result<MembershipIndex> members = Problem(ProblemKind::invalid_parameter, {"members"});
        visits_s = seconds([&] {
            visits_cpu_s = processor_seconds([&] { visits = VisitIndex::build(city.persons, city.places, city.visits); });
        });
        members_s = seconds([&] { members = MembershipIndex::build(city.persons, city.groups, city.members); });
        built.push_back({std::move(visits.value()), std::move(members.value())});
    }
    auto& indices = built.front();
    std::printf("%zu visits, %u persons, %zu places, %zu memberships\n", city.visits.size(), city.persons,
                city.places.size(), city.members.size());
    std::printf("build: visits %.2f s, processor %.2f s, %.3f GB; memberships %.2f s, %.3f GB\n", visits_s, visits_cpu_s,
                double(indices.visits.bytes()) / 1e9, members_s, double(indices.members.bytes()) / 1e9);
    if (argc > 2) {
        write_city(city, argv[2]);
        write_answers(city, indices, argv[2]);
        return 0;
    }
    time_one_generation(city, indices, "just built");
    time_three_generations(city, indices, 90'000);
    time_three_generations(city, indices, 1'500'000);
    time_common_sources(city, indices);
    time_updates(city, indices);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("largest resident size %.2f GB, the visits given to it and its copies while folding included\n",
                double(usage.ru_maxrss) * 1024 / 1e9);
    // 22 bytes a visit are the promise of visit_index.hpp with room for the counts of persons and places.
    if (indices.visits.bytes() > 22 * indices.visits.size()) return std::fputs("more than 22 bytes a visit\n", stderr), 1;
    return 0;
}
