/// What the search answers.
import type { RecordView } from './wire';

/// One answer of the search: by what it was found, and how many characters of the name at its beginning that stands for.
export interface FoundRecord {
  found_by: string;
  marks: number;
  record: RecordView;
}
export interface FoundGroup {
  type: string;
  items: FoundRecord[];
  more: boolean;
}
