/// One page of this phone at a time: two open pages share the disk and must not both send.
export function alone(name: string, work: () => Promise<void>): Promise<void> {
  return navigator.locks ? (navigator.locks.request(name, work) as Promise<void>) : work();
}
/// Not at all when another page is at it.
export function aloneOrNotAtAll(name: string, work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work();
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : undefined)) as Promise<void>;
}
