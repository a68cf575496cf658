/// A move that can be taken back is done at once and offers its way back; one that cannot asks first.
import { type RecordType, type Transition, allows } from '@fangxian/core';

/// The move that leads from where `move` ends back to `state`, if this role may make it.
export function wayBack(shape: RecordType, move: Transition, state: string, role: string | undefined): Transition | null {
  return (shape.transitions ?? []).find((one) => one.from.includes(move.to) && one.to === state && allows(shape, `move:${one.name}`, role)) ?? null;
}
