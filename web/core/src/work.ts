/// The duty that a return-to-work filing makes for who answers it: told on its own list.
export const filingDuties = ['return_to_work_answer'];
