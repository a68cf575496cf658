/// A household's tasks: what is left, what is late, what an entry on this phone settles.
import { type Duty, type FieldHousehold, type FieldTask, type OutboxEntry, holds } from '@fangxian/core';

export type Standing = 'overdue' | 'open' | 'done';

/// Of the household and of each of its members.
export const tasksOf = (home: FieldHousehold): FieldTask[] => [...home.tasks, ...home.persons.flatMap((person) => person.tasks)];
export const unsettled = (task: FieldTask): boolean => task.state === 'open' || task.state === 'overdue';
export const isLate = (task: FieldTask, now: number): boolean => Date.parse(task.due_at) < now;

export const taskKey = (type: string, source: unknown, subject: unknown): string => `${type}/${source}/${subject}`;

/// What this phone counts as done before the server has answered: only duties whose period the entry names itself. Which
/// others it settles is the server's to say.
export function settledBy(duties: Duty[], entry: Pick<OutboxEntry, 'type' | 'item'>): string[] {
  const { fields } = entry.item;
  return duties
    .filter((duty) => duty.fulfilled_by === entry.type && duty.period_field && duty.subject_field && holds(duty.fulfils, fields))
    .map((duty) => taskKey(duty.name, fields[duty.period_field!], fields[duty.subject_field!]));
}

export const leftOf = (home: FieldHousehold, settled: Set<string>): FieldTask[] =>
  tasksOf(home).filter((task) => unsettled(task) && !settled.has(taskKey(task.type, task.source, task.subject)));

/// When the most urgent of these is due, ms.
export const dueOf = (tasks: FieldTask[]): number => Math.min(...tasks.map((task) => Date.parse(task.due_at) || Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);

/// Without the tasks of periods that are over.
export function inPeriods(home: FieldHousehold, open: Set<string>): FieldHousehold {
  const kept = (tasks: FieldTask[]): FieldTask[] => tasks.filter((task) => open.has(task.period));
  return { ...home, tasks: kept(home.tasks), persons: home.persons.map((person) => ({ ...person, tasks: kept(person.tasks) })) };
}
