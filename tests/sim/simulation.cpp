#include "simulation.hpp"

#include "base/json_member.hpp"

#include <algorithm>

namespace fx::sim {

Simulation::Simulation(std::uint64_t seed, int steps) : seed_(seed), steps_(steps), dice_(seed), model_(site_.county()) {
    // A journal has a log for each year: some counties live through New Year's Eve.
    if (seed % 8 == 0) site_.county().clock().set(parse_instant("2020-12-30T20:00:00+08:00").value());
    for (auto const* worker : {"wang", "li", "zhao", "east", "township"}) {
        phones_.emplace_back(worker, site_.county().actor(worker), dice_.next());
        if (chance(dice_, 35)) phones_.back().ahead = -std::int64_t(dice_.below(72 * 60)) * ms_per_minute;
        if (chance(dice_, 10)) phones_.back().ahead = std::int64_t(dice_.below(600)) * ms_per_minute;
        download(phones_.back());
    }
    new_round();
}

std::string Simulation::run() {
    for (step_ = 1; step_ <= steps_ && findings_.empty(); ++step_) {
        take_step();
        if (findings_.empty() && (step_ % 25 == 0 || step_ == steps_)) check();
    }
    return findings_.empty() ? "" : report();
}

void Simulation::take_step() {
    pass_time();
    auto const what = dice_.below(100);
    if (what < 76)
        use_phone(dice_.below(phones_.size()));
    else if (what < 88)
        desk();
    else if (what < 92)
        arrive_late();
    else if (what < 97) {
        note("the calendar ticks");
        if (auto const done = site_.tick(); done.has_error()) findings_.push_back("tick: " + done.error().en());
        model_.calendar(site_.now());
    } else {
        note("the server restarts");
        site_.restart();
        check();
    }
}

void Simulation::pass_time() {
    auto const n = dice_.below(100);
    auto const minutes = n < 80 ? dice_.below(40) : n < 98 ? dice_.below(6 * 60) : dice_.below(30 * 60);
    site_.county().clock().advance(std::int64_t(minutes) * ms_per_minute);
}

void Simulation::use_phone(std::size_t index) {
    auto& phone = phones_[index];
    if (chance(dice_, 12)) happen_to(phone);
    for (auto n = dice_.below(4); n > 0; --n) phone.enter(site_.now(), rounds_);
    if (!phone.online) return;
    if (chance(dice_, 75)) send(index);
    if (chance(dice_, 40)) download(phone);
}

/// What befalls phones and their owners.
void Simulation::happen_to(Phone& phone) {
    switch (dice_.below(7)) {
        case 0:
        case 1: phone.online = !phone.online; break;
        case 2: phone.back_up(); break;
        case 3:
            note(phone.worker + " restores a backup");
            phone.restore();
            break;
        case 4:
            phone.ahead = chance(dice_, 60)   ? 0
                          : chance(dice_, 70) ? -std::int64_t(dice_.below(5 * 24 * 60)) * ms_per_minute
                                              : std::int64_t(dice_.below(2 * 24 * 60)) * ms_per_minute;
            note(phone.worker + "'s clock is " + std::to_string(phone.ahead / ms_per_minute) + " min ahead");
            break;
        case 5:
            if (chance(dice_, 70)) break;
            note(phone.worker + " loses the phone");
            phone.lose();
            break;
        default:
            if (phone.actor.role != "grid_worker" || chance(dice_, 50)) break;
            phone.actor.place = (chance(dice_, 50) ? story::east : story::west).group(1 + int(dice_.below(2)));
            note(phone.worker + " is moved to " + format(phone.actor.place));
    }
}

/// The phone takes home what its worker may see now.
void Simulation::download(Phone& phone) {
    auto const& area = phone.actor.place;
    auto const within = [&](Place place) { return site_.program().network->covers(area, place); };
    phone.memory.households.clear();
    for (auto const& record : site_.county().records("household"))
        if (record.state == "active" && within(record.place))
            phone.memory.households[record.id] = {record.version, record.place, {}};
    for (auto const& record : site_.county().records("person")) {
        if (record.state != "active") continue;
        auto const home = parse_id(boost::json::parse(site_.county().field(record, "person", "household")).as_string());
        if (auto const found = phone.memory.households.find(*home); found != phone.memory.households.end())
            found->second.persons[record.id] = record.version;
    }
}

void Simulation::send(std::size_t index) {
    auto& phone = phones_[index];
    auto const items = phone.next_batch();
    if (items.empty()) return;
    auto const text = phone.batch_text(items);
    auto const how = fate(dice_);
    note(phone.worker + " sends batch " + std::to_string(phone.memory.sequence) + " of " + std::to_string(items.size()) +
         ": " + name(how));
    if (how == Fate::lost) return;
    if (how == Fate::cut) return deliver_cut(phone, text);
    if (how == Fate::late || how == Fate::twice) stragglers_.push_back({index, text, items});
    if (how == Fate::late) return;
    auto const answer = deliver(phone.worker, phone.actor, text, items);
    if (how != Fate::answer_lost && !answer.refused) phone.settle(items, answer.results);
}

void Simulation::deliver_cut(Phone& phone, std::string const& text) {
    auto const before = site_.query("SELECT (SELECT COUNT(*) FROM journal) + (SELECT COUNT(*) FROM quarantine)");
    auto const answer = site_.push(phone.actor, text.substr(0, dice_.below(text.size())));
    if (!answer.refused || answer.refused->status() != 400) findings_.push_back("a batch without its end was taken");
    if (site_.query("SELECT (SELECT COUNT(*) FROM journal) + (SELECT COUNT(*) FROM quarantine)") != before)
        findings_.push_back("a batch without its end left something behind");
}

void Simulation::arrive_late() {
    if (stragglers_.empty()) return;
    auto const at = stragglers_.begin() + std::ptrdiff_t(dice_.below(stragglers_.size()));
    auto const straggler = *at;
    stragglers_.erase(at);
    auto const& phone = phones_[straggler.phone];
    note("a batch of " + phone.worker + " arrives late");
    (void)deliver(phone.worker, phone.actor, straggler.text, straggler.items);
}

Answer Simulation::deliver(std::string const& who, records::Actor const& actor, std::string const& text,
                           std::vector<Item> const& items) {
    auto answer = site_.push(actor, text);
    if (answer.refused) {
        findings_.push_back("the batch was refused: " + answer.refused->en() + " " + answer.refused->detail());
        return answer;
    }
    if (answer.head) heads_.push_back(*answer.head);
    if (answer.results.size() != items.size()) findings_.push_back("not one result for each item");
    for (std::size_t i = 0; i < items.size() && i < answer.results.size(); ++i) {
        auto const& result = answer.results[i].as_object();
        note("  " + who + " " + describe(items[i]) + " -> " + text_member(result, "status") +
             (result.contains("problems") ? " " + boost::json::serialize(result.at("problems").at(0).at("number")) : ""));
        compare(items[i], model_.take(site_.now(), actor, items[i]), result);
    }
    return answer;
}

void Simulation::compare(Item const& item, Verdict const& wanted, boost::json::object const& result) {
    auto const status = text_member(result, "status");
    auto const number = result.contains("problems") ? text_member(result.at("problems").at(0).as_object(), "number") : "";
    if (status != wanted.status || (!wanted.number.empty() && number != wanted.number))
        findings_.push_back(item.type + " " + brief(item.id) + " is answered " + status + " " + number + ", must be " +
                            wanted.status + " " + wanted.number);
    if (status == "quarantined" || status == "conflict") return;
    receipts_.push_back({item.type, item.id, result.at("version").as_int64(), result.at("sequence").as_int64()});
}

void Simulation::check() {
    check_records(site_, model_, findings_);
    check_quarantine(site_, model_, findings_);
    check_duties(site_, model_, findings_);
    if (step_ == steps_ || !findings_.empty()) check_journal(site_, receipts_, heads_, findings_);
}

void Simulation::note(std::string const& line) {
    trace_.push_back(std::to_string(step_) + " " + format(site_.now()).substr(5, 11) + " " + line);
}

/// The findings, then of the trace only what names an id of the first finding, and the last lines.
std::string Simulation::report() const {
    std::string out = "seed " + std::to_string(seed_) + ", step " + std::to_string(step_ - 1) + "\n";
    for (std::size_t i = 0; i < findings_.size() && i < 8; ++i) out += "  " + findings_[i] + "\n";
    std::vector<std::string> ids;
    for (std::size_t i = 0; i + 6 <= findings_.front().size(); ++i) {
        auto const word = findings_.front().substr(i, 6);
        bool const starts = i == 0 || findings_.front()[i - 1] == ' ';
        if (starts && word.find_first_not_of("0123456789abcdef") == std::string::npos) ids.push_back(word);
    }
    out += "trace:\n";
    for (std::size_t i = 0; i < trace_.size(); ++i) {
        bool const named =
            std::any_of(ids.begin(), ids.end(), [&](auto const& id) { return trace_[i].find(id) != std::string::npos; });
        if (named || i + 4 >= trace_.size()) out += "  " + trace_[i].substr(0, 700) + "\n";
    }
    return out;
}

}  // namespace fx::sim
