/// Figures of a return in words, and what stands behind each.
import { type ReturnCell, type ReturnFigure, type ReturnSheet, count } from '@fangxian/core';
import { locale } from './app';
import { sayLabel } from './words';

export const figureText = (cell: ReturnCell, figure: ReturnFigure): string => {
  if (figure === null) return '—';
  if (typeof figure === 'string') return sayLabel(cell.codes?.find((one) => one.code === figure)?.label) || figure;
  return cell.how === 'percent' ? `${figure.toFixed(1)}%` : count(figure, locale.value);
};
export const unitOf = (cell: ReturnCell): string => (cell.how === 'percent' ? ' (%)' : '');

/// "screened − screening_owed" as a person reads it.
export const termsText = (sheet: ReturnSheet, cell: ReturnCell): string => {
  const label = (name: string): string => sayLabel(sheet.cells.find((one) => one.name === name)?.label) || name;
  const terms = cell.terms ?? [];
  if (cell.how === 'percent') return terms.map(label).join(' ÷ ');
  return terms.map((term, at) => (term.startsWith('-') ? ` − ${label(term.slice(1))}` : `${at > 0 ? ' + ' : ''}${label(term)}`)).join('');
};

/// Neighbouring cells under one heading, in the order of the table.
export interface CellGroup {
  title: string;
  cells: { cell: ReturnCell; at: number }[];
}
export function groupsOf(sheet: ReturnSheet): CellGroup[] {
  const groups: CellGroup[] = [];
  sheet.cells.forEach((cell, at) => {
    const title = sayLabel(cell.group);
    const last = groups.at(-1);
    if (last && last.title === title) last.cells.push({ cell, at });
    else groups.push({ title, cells: [{ cell, at }] });
  });
  return groups;
}

/// Whether there are records, or a list of coverage, to show.
export const hasBehind = (cell: ReturnCell, figure: ReturnFigure): boolean => figure !== null && figure !== 0 && (cell.type !== undefined || (cell.duty !== undefined && (cell.periods?.length ?? 0) > 0));

/// The files of a return. For another system the total and the parts are told apart: a system that adds its units up counts
/// twice what it takes from both.
export function exchangeFiles(parts: boolean): { format: string; units?: string }[] {
  const units = parts ? ['own', 'children', 'both'] : ['own'];
  const exchange = ['dhis2', 'adx'].flatMap((format) => units.map((one) => ({ format, units: one })));
  return [{ format: 'xlsx' }, { format: 'csv' }, ...exchange, { format: 'json' }];
}
