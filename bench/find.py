#!/usr/bin/env python3
"""How long a search takes among a million persons: the statements of src/network/find.cpp on SQLite, against the tables that
migrations/ makes and the planner's figures that the store writes. Names are drawn from the commonest surnames and syllables.

    bench/find.py [PERSONS]        # 1,000,000 unless told; about two minutes
"""
import glob
import random
import re
import sqlite3
import statistics
import sys
import time

PERSONS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
COUNTY, VILLAGES = 610627000000, 400
SURNAMES = [("王", "wang", 7.2), ("李", "li", 7.2), ("张", "zhang", 6.8), ("刘", "liu", 5.4), ("陈", "chen", 4.5), ("杨", "yang", 3.1),
            ("赵", "zhao", 2.3), ("黄", "huang", 2.2), ("周", "zhou", 2.1), ("吴", "wu", 2.0), ("徐", "xu", 1.7), ("孙", "sun", 1.5),
            ("胡", "hu", 1.3), ("朱", "zhu", 1.3), ("高", "gao", 1.2), ("林", "lin", 1.2), ("何", "he", 1.2), ("郭", "guo", 1.2),
            ("马", "ma", 1.1), ("罗", "luo", 1.0), ("单", "shan", 0.1), ("曾", "zeng", 0.5)]
GIVEN = [("小", "xiao"), ("明", "ming"), ("建", "jian"), ("国", "guo"), ("秀", "xiu"), ("英", "ying"), ("红", "hong"), ("梅", "mei"), ("玉", "yu"),
         ("兰", "lan"), ("志", "zhi"), ("强", "qiang"), ("军", "jun"), ("伟", "wei"), ("丽", "li"), ("芳", "fang"), ("娜", "na"), ("静", "jing"),
         ("平", "ping"), ("刚", "gang"), ("桂", "gui"), ("花", "hua"), ("文", "wen"), ("华", "hua"), ("海", "hai"), ("燕", "yan"), ("敏", "min"),
         ("杰", "jie"), ("涛", "tao"), ("超", "chao"), ("霞", "xia"), ("勇", "yong"), ("艳", "yan"), ("春", "chun"), ("生", "sheng"), ("林", "lin")]


def settle_plans(db):
    source = open("src/store/sqlite/session.cpp", encoding="utf-8").read()
    db.executescript(re.search(r'R"\((\s*ANALYZE.*?)\)"\)', source, re.S).group(1))


def persons(dice):
    weights = [weight for _, _, weight in SURNAMES]
    for i in range(PERSONS):
        surname = dice.choices(SURNAMES, weights)[0]
        given = [dice.choice(GIVEN) for _ in range(2 if dice.random() < 0.85 else 1)]
        syllables = [surname[1]] + [sound for _, sound in given]
        place = (COUNTY + 101201 + i * VILLAGES // PERSONS) * 1000
        yield (COUNTY, i.to_bytes(8, "big") + dice.randbytes(8), place, "active", 1, surname[0] + "".join(c for c, _ in given),
               "".join(syllables), "".join(one[0] for one in syllables), dice.randbytes(16), dice.randbytes(40), dice.randbytes(40))


def ids(condition, order, part, extra=""):
    area = "place BETWEEN $2 AND $3 AND " if part else ""
    inner = f"SELECT id FROM r_person WHERE county = $1 AND {area}{condition}"
    cut = f" ORDER BY {order} LIMIT 21"
    if not extra:
        return inner + cut
    return (f"SELECT id FROM r_person WHERE county = $1 AND id IN ({inner}) AND {extra}{cut}" if part else f"{inner} AND {extra}{cut}")


def main():
    db, dice = sqlite3.connect(":memory:"), random.Random(7)
    for file in sorted(glob.glob("migrations/*.sqlite.sql")):
        db.executescript(open(file, encoding="utf-8").read())
    db.executemany("INSERT INTO r_person (county, id, place, state, version, name, name_sound, name_initials, phone_hash, phone, id_number) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", persons(dice))
    settle_plans(db)
    village = (COUNTY + 101201 + VILLAGES // 2) * 1000
    looks = [("initials wxm", "name_initials = 'wxm'", "place, id", ""), ("pinyin wangxiaoming", "name_sound = 'wangxiaoming'", "place, id", ""),
             ("pinyin begins wangx", "name_sound >= 'wangx' AND name_sound < 'wangy'", "name_sound, place, id", ""),
             ("initials begin wx", "name_initials >= 'wx' AND name_initials < 'wy'", "name_initials, place, id", ""),
             ("name 王小明", "name_sound = 'wangxiaoming'", "place, id", "replace(name, ' ', '') = '王小明'"),
             ("name begins 王", "name_sound >= 'wang' AND name_sound < 'wanh'", "name_sound, place, id", "substr(name, 1, 1) = '王'"),
             ("name begins 汪, none beside 王", "name_sound >= 'wang' AND name_sound < 'wanh'", "name_sound, place, id", "substr(name, 1, 1) = '汪'"),
             ("other reading dhm", "name_initials = 'shm'", "place, id", "(name LIKE '%单%')"),
             ("the name alone, without a key", "name = '王小明'", "place, id", "")]
    for what, condition, order, extra in looks:
        line = [what]
        for part in (False, True):
            sql = f"SELECT * FROM r_person WHERE county = $1 AND id IN ({ids(condition, order, part, extra)}) ORDER BY {order}"
            arguments = {"1": COUNTY, "2": village, "3": village + 999}
            times = []
            for _ in range(9):
                start = time.perf_counter()
                found = db.execute(sql, arguments).fetchall()
                times.append(time.perf_counter() - start)
            line.append(f"{statistics.median(times) * 1000:.2f} ms ({len(found)})")
        print(" | ".join(line))


main()
