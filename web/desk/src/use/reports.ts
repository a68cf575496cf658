/// Daily reports: who may sign what, and what has changed since.
import type { DailyReport, ReturnSheet } from '@fangxian/core';
import { figureText } from './returns';
import { sayLabel } from './words';

/// What happened on the day, in words; nothing = a nil report.
export const eventsOf = (sheet: ReturnSheet): string[] =>
  sheet.cells.flatMap((cell, at) => {
    const figure = sheet.node.figures[at] ?? null;
    return sheet.events.includes(cell.name) && typeof figure === 'number' && figure > 0 ? [`${sayLabel(cell.label)} ${figure}`] : [];
  });

/// As signed, where it differs from now: by the name of the cell.
export function changedSince(report: DailyReport, sheet: ReturnSheet): Map<string, string> {
  const signed = new Map((report.report?.figures ?? []).map(({ cell, value }) => [cell, value ?? '']));
  const changed = new Map<string, string>();
  sheet.cells.forEach((cell, at) => {
    const figure = sheet.node.figures[at] ?? null;
    const now = figure === null ? '' : cell.how === 'percent' && typeof figure === 'number' ? figure.toFixed(1) : String(figure);
    const then = signed.get(cell.name);
    if (then !== undefined && then !== now) changed.set(cell.name, then === '' ? '—' : typeof figure === 'number' ? figureText(cell, Number(then)) : then);
  });
  return changed;
}

export interface ReportCount {
  owed: number;
  signed: number;
  missing: number;
  due: number;
  onTime: number;
}
export function countReports(reports: DailyReport[]): ReportCount {
  const owed = reports.filter(({ state }) => state !== 'not_owed').length;
  const signed = reports.filter(({ state }) => state === 'signed' || state === 'approved');
  const missing = reports.filter(({ state }) => state === 'missing').length;
  return { owed, signed: signed.length, missing, due: owed - signed.length - missing, onTime: signed.filter(({ late }) => !late).length };
}
