export default {
  field: { title: '入户排查' },
  today: { pull: '下拉刷新名单', loose: '松开刷新', progress: '今日进度', noRound: '当前没有排查轮次', late: '{n} 户已逾期', allDone: '全部完成，无一遗漏', offline: '没有网络，显示的是 {at} 的名单。', returnee: '返乡人员登记', search: '户主、门牌、地址', none: '您的责任区还没有住户。', more: '再显示 {n} 户', next: '下一户' },
  task: { open: '待查', done: '已完成', late: '逾期完成', overdue: '已逾期' },
  visit: { measure: '去测温', register: '去登记', noRound: '当前没有进行中的排查轮次，暂不能登记入户排查。', chooseOutcome: '请先选择排查结果', foundReturnee: '这户有新返乡人员，登记一位', who: '给谁测温？' },
  form: { less: '减', more: '加', place: '输入地名查找', unlisted: '不在册人员 {n}', fold: '收起', answered: '已答 {n} 项', symptoms: '症状等', addMember: '加一位不在册人员', restored: '已恢复上次没填完的内容。', restart: '重新填' },
  done: { waiting: '已存在手机上', waitingWhy: '有网络后自动上报，不会丢失，可以继续下一户。', sent: '已上报', held: '未能入账，需要纠正', opened: '由此产生的任务', list: '返回名单' },
  outbox: { title: '上报箱', note: '每一条都先存在手机上，收到服务器回执才算完成。', send: '立即上报（{n}）', waiting: '待上报', sent: '已上报', held: '需纠正', mend: '查看原因并纠正', resend: '纠正后重新上报', none: '还没有上报过。', clear: '已全部上报', offline: '无网络', waitingMark: '待上报 {n}', heldMark: '需纠正 {n}', onPhone: '已存手机' },
};
