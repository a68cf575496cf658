export default {
  field: { title: 'Household screening' },
  tab: { name: 'Main pages', today: 'List', register: 'Returnee', scan: 'Scan', outbox: 'Outbox', me: 'Me' },
  gate: {
    expired: 'Your session has ended. Sign in again: nothing entered is lost, and it is sent then.', first: 'Enter your password: what is kept on this phone is encrypted with it.', later: 'Go on without signing in',
    lockedOnline: 'What is on this phone is encrypted. Enter your password to open it.', lockedOffline: 'It opens without a network. What is on this phone is encrypted: enter your password.', unsent: '{n} of its entries are not sent yet.',
    former: 'Your password was changed elsewhere. What is on this phone is still encrypted with the one before: enter that one; from then on the new one is used.', formerPassword: 'Your password before', formerWrong: 'That is not the password before. Try again.', wrong: 'That is not the password. Try again.',
    unlocking: 'Opening…', unlock: 'Open', forgotten: 'I do not remember it', giveUpWhy: 'What is encrypted on this phone, {n} unsent entries among it, will be destroyed and cannot be brought back.', giveUp: 'Give it up and start anew', other: 'Sign in as somebody else',
  },
  notice: {
    insecure: 'Use the secure address', insecureWhy: 'This address is not encrypted (not https), so the browser cannot keep residents\' data encrypted on the phone, and the app does not run. Open the address below; if that fails, ask the administrator for a certificate on the server.',
    wiped: 'This phone was disabled', wipedWhy: 'An administrator has ended the use of this phone. The lists, drafts and unsent entries on it were destroyed together with their key. If this was a mistake, ask the administrator and sign in again.',
    expired: 'Your session has ended. Entries stay on this phone and are sent once you sign in.', clockFast: 'The phone\'s clock is {far} fast. Turn on automatic time in the system settings. Times you enter are kept as entered.', clockSlow: 'The phone\'s clock is {far} slow. Turn on automatic time in the system settings. Times you enter are kept as entered.',
    minutes: '{n} minutes', hours: '{n} hours', days: '{n} days', update: 'A new version is ready; nothing entered is touched.', updateNow: 'Update',
  },
  orders: { title: 'Orders', note: 'What your post has been told to do. Acknowledging tells the issuer that it reached you.', offline: 'No network: these are the orders as last read.', ended: 'This order is no longer in force.', acknowledgeBy: 'acknowledge by {at}', reportBy: 'report by {at}', returned: 'Returned: {reason}', acknowledge: 'Acknowledge', report: 'What was done', sendReport: 'Send report', done: 'Acknowledged', none: 'No orders received.', waiting: '{n} orders to acknowledge', waitingReport: '{n} orders to report on', open: 'Open' },
  me: {
    list: 'List as of', unsent: 'Not sent', stored: 'Space used', version: 'Version', sealed: 'Lists, drafts and entries on this phone are encrypted; only your signing in or your password opens them.',
    unsentTitle: '{n} entries are not sent yet', unsentWhy: 'They stay on this phone, encrypted: nobody else can see or send them. They are sent when you next sign in here.', sendFirst: 'Send, then sign out', leaveAnyway: 'Sign out all the same', password: 'Change password', passwordWhy: 'What is on this phone is encrypted with the new one from then on. Needs a network.', wrongCurrent: 'The current password is not right.',
  },
  phone: { show: 'show', title: 'Show the phone number', why: 'Choose the purpose. Each number shown is logged and seen by the auditor.', purposes: ['Screen the household by phone', 'Agree on a time for a revisit', 'Verify what is registered'] },
  scan: {
    title: 'Scan a household', aim: 'Point at the QR code on the household\'s sheet.', noCamera: 'This browser cannot scan. Type the 8 characters below the QR code.', refused: 'The camera is not allowed. Allow it in the browser\'s settings, or type the 8 characters below the QR code.',
    code: 'Household code (8 characters below the QR code)', open: 'Open', format: 'A household code has 8 digits and letters A to F, such as 3F2A-91C7.', unknown: 'No household of your zone has this code. Check it.', several: 'More than one household has this code. Search the list instead.', elsewhere: 'This household is not in your zone.', other: 'This is not the code of a household.',
  },
  today: { pull: 'Pull to refresh', loose: 'Release to refresh', progress: 'Progress', noRound: 'No round is open', late: '{n} households overdue', allDone: 'All done, nobody missed', offline: 'No network; this is the list of {at}.', search: 'Head, name, dwelling, address', none: 'Your zone has no households yet.', nothing: 'Nothing found for “{text}”.', more: 'Show more ({n} left)', next: 'Next household', firstSync: 'First download: {have} of {of} households. You can start with those.' },
  task: { open: 'To visit', done: 'Done', late: 'Done late', overdue: 'Overdue' },
  visit: { measure: 'Measure', register: 'Register', noRound: 'No screening round is open, so no screening can be entered now.', chooseOutcome: 'Choose the outcome first', foundReturnee: 'Register somebody who came back here', who: 'Whose temperature?' },
  form: { less: 'less', more: 'more', place: 'Search by name', unlisted: 'Not on the roster {n}', fold: 'Fold', answered: '{n} answered', symptoms: 'Symptoms…', addMember: 'Somebody not on the roster', restored: 'Your unfinished answers are back.', restart: 'Start again', unkept: 'The phone is full: what you are entering is on this page only. Do not close it; delete some photos or apps, then go on.' },
  photo: {
    take: 'Take photo', choose: 'Choose', retake: 'Take again', working: 'Working…', alt: 'The photo taken', count: 'photos: {n}', kept: '{kb} KB, sealed on the phone; sent before this entry when there is a network.',
    unreadable: 'This photo cannot be read, or does not get below {kb} KB. Take it again or choose another.', full: 'The phone is full and this photo is not kept; everything else you entered is. Delete some photos or apps, then take it again.', unkept: 'This photo could not be kept on the phone; everything else you entered is. Take it again.', gone: 'This photo is no longer on the phone. Take it again.',
  },
  done: { waiting: 'Saved on this phone', waitingWhy: 'It is sent by itself once there is a network. Nothing is lost; go on.', sent: 'Reported', held: 'Not accepted: to be mended', opened: 'What this opened', list: 'Back to the list' },
  outbox: { title: 'Outbox', note: 'Everything is kept on the phone until the server has answered for it.', send: 'Send now ({n})', waiting: 'Waiting', sent: 'Reported', held: 'To mend', mend: 'See why, and mend', resend: 'Send again', none: 'Nothing reported yet.', clear: 'All sent', offline: 'No network', waitingMark: '{n} waiting', heldMark: '{n} to mend', onPhone: 'on this phone' },
};
