/// Which records are listed on the page of another: those that refer to it, newest first.
export interface Related {
  type: string;
  /// Its field that refers to the record.
  field: string;
  sort: string;
}

const related: Record<string, Related[]> = {
  case_report: [
    { type: 'transfer', field: 'case_report', sort: '-due_at' },
    { type: 'contact', field: 'index_case', sort: '-last_contact_at' },
    { type: 'case_report', field: 'infected_by', sort: '-onset_on' },
  ],
  ward: [{ type: 'transfer', field: 'ward', sort: '-due_at' }],
  person: [
    { type: 'case_report', field: 'person', sort: '-diagnosed_at' },
    { type: 'contact', field: 'person', sort: '-last_contact_at' },
    { type: 'key_person', field: 'person', sort: '-observe_from' },
    { type: 'transfer', field: 'person', sort: '-due_at' },
    { type: 'place_visit', field: 'person', sort: '-began_at' },
    { type: 'lab_sample', field: 'person', sort: '-taken_at' },
    { type: 'temperature_reading', field: 'person', sort: '-date' },
  ],
};

export const relatedOf = (type: string): Related[] => related[type] ?? [];
