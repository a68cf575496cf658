export default {
  field: { title: 'Household screening' },
  today: { pull: 'Pull to refresh', loose: 'Release to refresh', progress: 'Progress', noRound: 'No round is open', late: '{n} households overdue', allDone: 'All done, nobody missed', offline: 'No network; this is the list of {at}.', returnee: 'Register a returnee', search: 'Head, dwelling, address', none: 'Your zone has no households yet.', more: 'Show {n} more', next: 'Next household' },
  task: { open: 'To visit', done: 'Done', late: 'Done late', overdue: 'Overdue' },
  visit: { measure: 'Measure', register: 'Register', noRound: 'No screening round is open, so no screening can be entered now.', chooseOutcome: 'Choose the outcome first', foundReturnee: 'Register somebody who came back here', who: 'Whose temperature?' },
  form: { less: 'less', more: 'more', place: 'Search by name', unlisted: 'Not on the roster {n}', fold: 'Fold', answered: '{n} answered', symptoms: 'Symptoms…', addMember: 'Somebody not on the roster', restored: 'Your unfinished answers are back.', restart: 'Start again' },
  done: { waiting: 'Saved on this phone', waitingWhy: 'It is sent by itself once there is a network. Nothing is lost; go on.', sent: 'Reported', held: 'Not accepted: to be mended', opened: 'What this opened', list: 'Back to the list' },
  outbox: { title: 'Outbox', note: 'Everything is kept on the phone until the server has answered for it.', send: 'Send now ({n})', waiting: 'Waiting', sent: 'Reported', held: 'To mend', mend: 'See why, and mend', resend: 'Send again', none: 'Nothing reported yet.', clear: 'All sent', offline: 'No network', waitingMark: '{n} waiting', heldMark: '{n} to mend', onPhone: 'on this phone' },
};
