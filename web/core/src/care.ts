/// The duties that a transfer makes for who arranges it: told on its own list.
export const careDuties = ['transfer_to_bed'];
