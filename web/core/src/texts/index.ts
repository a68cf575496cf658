/// Words both apps use. Each app adds its own beside them.
export const coreTexts = {
  'zh-CN': {
    product: '防线',
    productLong: '防线 · 联防联控',
    signIn: { title: '登录', username: '用户名', password: '密码', submit: '登录', submitting: '正在登录…', out: '退出登录' },
    password: {
      title: '请先设置新密码', why: '这是首次登录或密码已被重置。设置新密码后才能继续。', current: '当前密码', fresh: '新密码（至少 10 位）', again: '再输入一次新密码',
      submit: '保存新密码', differ: '两次输入的新密码不一致。', short: '新密码至少 10 位。', done: '密码已更改。',
    },
    coverage: { expected: '应查', fulfilled: '已查', late: '逾期完成', todo: '待查', missed: '漏查', unreached: '未查', rate: '完成率' },
    level: { 1: '省', 2: '市', 3: '县', 4: '乡镇', 5: '村', 6: '组' },
    role: {
      administrator: '管理员', auditor: '审计员', upper_officer: '省市指挥员', county_officer: '县级指挥员', cdc_officer: '疾控人员', township_officer: '乡镇负责人',
      duty_officer: '值班干部', village_officer: '村级负责人', grid_worker: '网格员', rechecker: '复核员',
    },
    common: {
      save: '保存', cancel: '取消', confirm: '确认', close: '关闭', retry: '重试', back: '返回', next: '下一页', previous: '上一页', more: '加载更多',
      loading: '正在加载', none: '没有数据', search: '查找', all: '全部', yes: '是', no: '否', language: 'English', edit: '修改', add: '新增', remove: '删除',
      households: '户', persons: '人', phone: '电话', due: '截止', noAnswerable: '无人负责', masked: '已遮盖', required: '必填', print: '打印', of: '共',
    },
  },
  en: {
    product: 'Fangxian',
    productLong: 'Fangxian · joint prevention',
    signIn: { title: 'Sign in', username: 'Username', password: 'Password', submit: 'Sign in', submitting: 'Signing in…', out: 'Sign out' },
    password: {
      title: 'Set a new password first', why: 'This is your first sign-in, or your password was reset. Set a new one to go on.', current: 'Current password', fresh: 'New password (at least 10 characters)', again: 'New password again',
      submit: 'Save the new password', differ: 'The two new passwords differ.', short: 'The new password needs at least 10 characters.', done: 'Password changed.',
    },
    coverage: { expected: 'Expected', fulfilled: 'Screened', late: 'Done late', todo: 'To do', missed: 'Missed', unreached: 'Not reached', rate: 'Coverage' },
    level: { 1: 'Province', 2: 'Prefecture', 3: 'County', 4: 'Township', 5: 'Village', 6: 'Group' },
    role: {
      administrator: 'Administrator', auditor: 'Auditor', upper_officer: 'Province or prefecture officer', county_officer: 'County officer', cdc_officer: 'CDC officer', township_officer: 'Township officer',
      duty_officer: 'Duty officer', village_officer: 'Village officer', grid_worker: 'Grid worker', rechecker: 'Rechecker',
    },
    common: {
      save: 'Save', cancel: 'Cancel', confirm: 'Confirm', close: 'Close', retry: 'Try again', back: 'Back', next: 'Next page', previous: 'Previous page', more: 'Load more',
      loading: 'Loading', none: 'Nothing here', search: 'Search', all: 'All', yes: 'Yes', no: 'No', language: '中文', edit: 'Change', add: 'Add', remove: 'Remove',
      households: 'households', persons: 'persons', phone: 'Phone', due: 'Due', noAnswerable: 'Nobody answers', masked: 'masked', required: 'Required', print: 'Print', of: 'of',
    },
  },
} as const;
