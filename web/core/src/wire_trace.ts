/// Whom a case exposed, as the server sends it.
import type { PlaceCode } from './wire';

export type ExposureReason = 'household' | 'work' | 'vehicle' | 'visit';

export interface ExposedName {
  id: string;
  name?: string;
  place?: PlaceCode;
  place_name?: string;
}
export interface ExposedPerson {
  /// 1 = exposed to the case itself.
  generation: number;
  person: ExposedName;
  /// Of the generation before; null when outside the reader's area.
  through: ExposedName | null;
  minutes: number;
  first: string;
  last: string;
  reason: ExposureReason;
  /// Name of the workplace, the place or the journey; empty for a household.
  place: string;
  /// The contact that the person already is of this case.
  contact: { id: string; state: string } | null;
}
export interface Exposed {
  case: string;
  person: string;
  from: string;
  until: string;
  /// How many were exposed, by generation, wherever they live.
  generations: number[];
  /// How many of them live in the reader's area.
  visible: number;
  items: ExposedPerson[];
  next: string | null;
}
export interface ContactsAdded {
  made: number;
  items: { person: string; contact?: string; problems?: { zh: string; en: string; number: string }[] }[];
}
