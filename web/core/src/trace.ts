/// The duties that a case makes for who verifies and investigates it: told on its own list.
export const caseDuties = ['case_verification', 'case_investigation'];
