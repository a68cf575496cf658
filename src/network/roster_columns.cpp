#include "network/roster_columns.hpp"

namespace fx::network {

std::vector<tables::WantedColumn> const& roster_columns() {
    static std::vector<tables::WantedColumn> const columns{
        {"village",
         {"村", "村（社区）", "村社区", "社区", "村居", "行政村", "村委会", "所属村", "village", "community"},
         true},
        {"group", {"组", "小组", "村民小组", "网格", "网格号", "党小组", "group", "grid", "zone"}, false},
        {"house_code",
         {"门牌", "门牌号", "房屋编号", "房号", "户编号", "户号", "house code", "house number", "dwelling"},
         true},
        {"address", {"地址", "详细地址", "住址", "现住址", "address"}, false},
        {"house_use", {"房屋使用情况", "房屋用途", "house use"}, false},
        {"name", {"姓名", "名字", "name", "full name"}, true},
        {"sex", {"性别", "sex", "gender"}, false},
        {"birth_date", {"出生日期", "出生年月日", "生日", "birth date", "date of birth"}, false},
        {"id_number",
         {"证件号码", "身份证号", "身份证号码", "公民身份号码", "身份证", "id number", "identity number"},
         false},
        {"phone", {"电话", "联系电话", "手机", "手机号", "手机号码", "phone", "mobile"}, false},
        {"relation_to_head", {"与户主关系", "关系", "relation", "relation to head"}, false},
        {"residence_type", {"居住类型", "居住状态", "人员类型", "residence", "residence type"}, false},
        {"employer", {"工作单位", "单位", "工作单位或学校", "employer", "school"}, false},
    };
    return columns;
}

std::string_view relation_word(std::string_view written) {
    constexpr std::pair<std::string_view, std::string_view> words[] = {
        {"本人", "户主"},     {"丈夫", "配偶"},     {"妻子", "配偶"},     {"妻", "配偶"},       {"夫", "配偶"},
        {"儿子", "子"},       {"长子", "子"},       {"次子", "子"},       {"女儿", "女"},       {"长女", "女"},
        {"次女", "女"},       {"孙子", "孙辈"},     {"孙女", "孙辈"},     {"外孙", "孙辈"},     {"外孙子", "孙辈"},
        {"外孙女", "孙辈"},   {"父亲", "父母"},     {"母亲", "父母"},     {"父", "父母"},       {"母", "父母"},
        {"公公", "父母"},     {"婆婆", "父母"},     {"岳父", "父母"},     {"岳母", "父母"},     {"祖父", "祖辈"},
        {"祖母", "祖辈"},     {"爷爷", "祖辈"},     {"奶奶", "祖辈"},     {"外祖父", "祖辈"},   {"外祖母", "祖辈"},
        {"兄", "兄弟姐妹"},   {"弟", "兄弟姐妹"},   {"姐", "兄弟姐妹"},   {"妹", "兄弟姐妹"},   {"哥哥", "兄弟姐妹"},
        {"弟弟", "兄弟姐妹"}, {"姐姐", "兄弟姐妹"}, {"妹妹", "兄弟姐妹"}, {"儿媳", "其他亲属"}, {"女婿", "其他亲属"},
        {"亲属", "其他亲属"}, {"其他", "非亲属"}};
    for (auto const& [word, code] : words)
        if (word == written) return code;
    return written;
}

}  // namespace fx::network
