export default {
  field: { title: '入户排查' },
  tab: { name: '主要页面', today: '名单', register: '返乡登记', scan: '扫码', outbox: '上报箱', me: '我的' },
  gate: {
    expired: '登录已过期。请重新登录，已填内容都在，登录后继续上报。', first: '请输入密码：手机上保存的内容要用它加密。', later: '先不登录，继续填写',
    lockedOnline: '手机上的内容已加密，请输入密码打开。', lockedOffline: '没有网络也可以打开。手机上的内容已加密，请输入密码。', unsent: '其中 {n} 条还没有上报。',
    former: '密码在别处改过。这部手机上的内容还是用原来的密码加密的，请输入原来的密码；打开后改用新密码加密。', formerPassword: '原来的密码', formerWrong: '原来的密码不对，请再试。', wrong: '密码不对，请再试。',
    unlocking: '正在打开…', unlock: '打开', forgotten: '记不得原来的密码', giveUpWhy: '放弃后，手机上加密的内容（含 {n} 条未上报）将销毁，无法找回。', giveUp: '放弃并重新开始', other: '换一个账号登录',
  },
  notice: {
    insecure: '请换用安全网址', insecureWhy: '当前网址没有加密（不是 https），浏览器不允许在手机上加密保存居民信息，所以不能使用。请打开下面的网址；打不开时请管理员为服务器配置证书。',
    wiped: '此手机已被停用', wipedWhy: '管理员已停用这部手机上的登录。手机上保存的名单、草稿和未上报内容已连同密钥一起销毁。如是误停，请联系管理员后重新登录。',
    expired: '登录已过期，填好的内容先存在手机上，登录后自动上报。', clockFast: '手机时间快了{far}，请在系统设置中打开“自动确定时间”。填写的时间会照原样保存。', clockSlow: '手机时间慢了{far}，请在系统设置中打开“自动确定时间”。填写的时间会照原样保存。',
    minutes: ' {n} 分钟', hours: ' {n} 小时', days: ' {n} 天', update: '新版本已准备好，不影响已填内容。', updateNow: '更新',
  },
  orders: { title: '指令', note: '上级下达给您岗位的指令。签收后对方即知已送达到人。', offline: '没有网络，显示的是 {at} 读到的指令。签收和反馈照常填写，有网络后自动上报。', never: '没有网络，还没有读到过指令。', unsent: '待上报', unsentWhy: '已存在手机上，有网络后自动上报；下达单位收到后才算签收、反馈。', unsentSoon: '正在上报…', refused: '没有被接受：{what}', putAway: '知道了', lapsed: '岗位已撤销，或指令不再发给这个岗位，不用再办理。', fileOffline: '{name}（有网络时打开）', act: '开始办理', ended: '这份指令已经结束。', acknowledgeBy: '{at} 前签收', reportBy: '{at} 前反馈', returned: '已退回：{reason}', acknowledge: '签收', report: '落实情况', sendReport: '提交反馈', done: '已签收', none: '没有接到指令。', waiting: '{n} 份指令待签收', waitingReport: '{n} 份指令待反馈', open: '查看' },
  response: { title: '执行中的级别', until: '至 {at}', offline: '没有网络，显示的是 {at} 读到的级别。' },
  duty: { title: '值班', phones: '值班电话', own: '您的值班', signIn: '签到', withPlace: '附上手机位置（可不附）', signedIn: '已签到 {at}', late: '已经开始，请立即签到', absent: '未到岗，已逐级上报', from: '{at} 开始，提前 {minutes} 分钟可签到', onCall: '听班待命，保持电话畅通', nobody: '现在无人值班', call: '拨打{place}值班电话 {phone}', dial: '拨打', offline: '没有网络，显示的是 {at} 的值班情况，可能已经换人。', never: '没有网络，还没有读到过值班电话。', needsNetwork: '签到需要网络。', overdueHandover: '已到交班时间' },
  me: {
    list: '名单更新于', unsent: '未上报', stored: '占用手机空间', version: '版本', sealed: '手机上的名单、草稿和上报内容全部加密保存，只有您登录或输入密码才能打开。',
    unsentTitle: '还有 {n} 条没有上报', unsentWhy: '退出后它们仍加密保存在这部手机上，别人看不到，也不会替您上报；您下次在这部手机登录时自动上报。', sendFirst: '上报后退出', leaveAnyway: '仍然退出', password: '更改密码', passwordWhy: '更改后，这部手机上的内容改用新密码加密。需要网络。', wrongCurrent: '当前密码不正确。',
  },
  phone: { show: '显示', title: '显示电话号码', why: '请选择用途。每看一个号码都会被记录，审计员可见。', purposes: ['电话完成入户排查', '约定复访时间', '核对登记信息'] },
  scan: {
    title: '扫户码', aim: '对准住户登记表上的二维码。', noCamera: '这个浏览器不能扫码，请输入二维码下面的 8 位户码。', refused: '没有相机权限。可在浏览器设置中打开，或输入二维码下面的 8 位户码。',
    code: '户码（二维码下面的 8 位）', open: '打开', format: '户码是 8 位数字和字母 A–F，例如 3F2A-91C7。', unknown: '您的责任区里没有这个户码，请核对。', several: '有几户的户码相同，请改用名单查找。', elsewhere: '这一户不在您的责任区。', other: '这不是住户的二维码。',
  },
  today: { pull: '下拉刷新名单', loose: '松开刷新', progress: '今日进度', noRound: '当前没有排查轮次', late: '{n} 户已逾期', allDone: '全部完成，无一遗漏', offline: '没有网络，显示的是 {at} 的名单。', search: '户主、姓名、门牌、地址', none: '您的责任区还没有住户。', nothing: '没有找到“{text}”。', more: '再显示（还有 {n} 户）', next: '下一户', firstSync: '首次下载名单：{have} / {of} 户。可以先查已下载的。' },
  task: { open: '待查', done: '已完成', late: '逾期完成', overdue: '已逾期' },
  visit: { measure: '去测温', register: '去登记', noRound: '当前没有进行中的排查轮次，暂不能登记入户排查。', chooseOutcome: '请先选择排查结果', foundReturnee: '这户有新返乡人员，登记一位', who: '给谁测温？' },
  form: { less: '减', more: '加', place: '输入地名查找', unlisted: '不在册人员 {n}', fold: '收起', answered: '已答 {n} 项', symptoms: '症状等', addMember: '加一位不在册人员', restored: '已恢复上次没填完的内容。', restart: '重新填', unkept: '手机存储空间已满，正在填写的内容暂时只在本页。请先不要关闭，删除一些照片或应用后继续。' },
  photo: {
    take: '拍照', choose: '从相册选', retake: '重拍', working: '正在处理…', alt: '已拍的照片', count: '照片 {n} 张', kept: '{kb} KB，已加密存在手机，联网后先于这条记录上报。',
    unreadable: '这张照片无法读取，或不能缩小到 {kb} KB 以内。请重拍，或换一张。', full: '手机存储空间已满，这张照片没有存下；其他已填的内容都在。请删除一些照片或应用后再拍。', unkept: '这张照片没能存到手机上；其他已填的内容都在。请再拍一次。', gone: '这张照片已不在手机上，请重拍。',
  },
  done: { waiting: '已存在手机上', waitingWhy: '有网络后自动上报，不会丢失，可以继续下一户。', sent: '已上报', held: '未能入账，需要纠正', opened: '由此产生的任务', list: '返回名单' },
  outbox: { title: '上报箱', note: '每一条都先存在手机上，收到服务器回执才算完成。', send: '立即上报（{n}）', waiting: '待上报', sent: '已上报', held: '需纠正', mend: '查看原因并纠正', resend: '纠正后重新上报', none: '还没有上报过。', clear: '已全部上报', offline: '无网络', waitingMark: '待上报 {n}', heldMark: '需纠正 {n}', onPhone: '已存手机' },
};
