/// The catalogue as the server serves it, and the words in it.
import type { Locale } from './format';
import type { TypeSettings } from './generated/catalogue';
import type { PredicateJson } from './predicate';

export type { TypeSettings };

export interface Label {
  zh: string;
  en: string;
}

export interface CatalogueField {
  name: string;
  label: Label;
  hint?: Label | null;
  kind: string;
  privacy: 'open' | 'internal' | 'personal' | 'identity' | 'health';
  codes?: string | null;
  unit?: string | null;
  digits?: number;
  min?: number | null;
  max?: number | null;
  length_max?: number;
  items_max?: number; // codes, table
  refers_to?: string | null;
  columns?: CatalogueField[];
  relevant?: PredicateJson | boolean | null;
  required?: PredicateJson | boolean | null;
  constraint?: PredicateJson | boolean | null;
  constraint_text?: Label | null;
  derived?: boolean;
  searchable?: boolean;
  bulk?: boolean;
  documents?: boolean; // attachment
}

/// A duty the catalogue declares. `fulfils` tells which records settle it.
export interface Duty {
  name: string;
  label: Label;
  subject?: string;
  fulfilled_by?: string;
  /// Fields of the fulfilling record that name the subject, and the record that opened the period.
  subject_field?: string;
  period_field?: string;
  fulfils?: PredicateJson | null;
  settings?: Record<string, Setting>;
}

/// A number of the rules as it holds at this site; `usual` is the catalogue's own.
export interface Setting {
  value: number;
  usual: number;
  min: number;
  max: number;
  label: Label;
}

export interface Transition {
  name: string;
  from: string[];
  to: string;
  label: Label;
  guard?: PredicateJson | boolean | null;
  bulk?: boolean;
}

export interface RecordType {
  label: Label;
  plural?: Label;
  duty: string;
  fields: CatalogueField[];
  states?: string[];
  state_labels?: Record<string, Label>;
  transitions?: Transition[];
  permissions?: Record<string, string[]>;
  title?: string[];
  obligations?: Duty[];
  settings?: Record<string, Setting>;
  client_creates?: boolean;
}

export interface CodeList {
  label?: Label;
  codes: { code: string; label: Label; valid_from?: string | null; valid_to?: string | null }[];
}

export interface Catalogue {
  version: string;
  types: Record<string, RecordType>;
  code_lists: Record<string, CodeList>;
}

export const say = (label: Label | null | undefined, locale: Locale): string =>
  !label ? '' : locale === 'en' ? label.en || label.zh : label.zh || label.en;

/// A number of a type's rules; NaN, which no comparison holds for, while the catalogue is not there or knows none.
export const settingOf = <Type extends keyof TypeSettings>(catalogue: Catalogue | null | undefined, type: Type, name: TypeSettings[Type]): number =>
  catalogue?.types[type]?.settings?.[name as string]?.value ?? Number.NaN;

/// A temperature from which on it is a fever, in °C.
export const feverOf = (catalogue: Catalogue | null | undefined): number => settingOf(catalogue, 'temperature_reading', 'fever_c') / 10;

export function codeLabel(catalogue: Catalogue, list: string | null | undefined, code: unknown, locale: Locale): string {
  const found = list ? catalogue.code_lists[list]?.codes.find((entry) => entry.code === String(code)) : undefined;
  return found ? say(found.label, locale) : String(code ?? '');
}

export function stateLabel(type: RecordType, state: string | null | undefined, locale: Locale): string {
  if (!state) return '';
  return say(type.state_labels?.[state], locale) || state;
}

/// Silence means nobody, as on the server.
export function allows(type: RecordType, action: string, role: string | undefined): boolean {
  if (!role || !type.permissions) return false;
  return type.permissions[action]?.includes(role) ?? false;
}

/// Chinese measure words ("人") have no place in an English line; "°C" has.
export const unitOf = (field: Pick<CatalogueField, 'unit'>, locale: Locale): string => (locale === 'en' && /\p{Script=Han}/u.test(field.unit ?? '') ? '' : (field.unit ?? ''));

/// A value as a person reads it.
export function showValue(catalogue: Catalogue, field: CatalogueField, value: unknown, locale: Locale): string {
  if (value === null || value === undefined || value === '') return '';
  if (field.kind === 'code') return codeLabel(catalogue, field.codes, value, locale);
  if (field.kind === 'codes' && Array.isArray(value))
    return value.map((code) => codeLabel(catalogue, field.codes, code, locale)).join(locale === 'en' ? ', ' : '、');
  if (field.kind === 'boolean') return locale === 'en' ? (value ? 'Yes' : 'No') : value ? '是' : '否';
  if (field.kind === 'instant') return String(value).slice(0, 16).replace('T', ' ');
  if (field.kind === 'table' && Array.isArray(value)) return locale === 'en' ? `${value.length} rows` : `${value.length} 行`;
  if (field.kind === 'temperature' && typeof value === 'number') return `${value.toFixed(1)} ${field.unit ?? '°C'}`;
  if (typeof value === 'object') return JSON.stringify(value);
  return [String(value), unitOf(field, locale)].filter(Boolean).join(' ');
}

/// "Every one of these fields has this value", blanks left out; undefined when nothing is asked.
export function whereAll(wanted: Record<string, string | null | undefined>, further?: object): string | undefined {
  const parts: object[] = Object.entries(wanted).filter(([, value]) => value).map(([field, value]) => ({ eq: [field, value] }));
  if (further) parts.push(further);
  if (parts.length === 0) return undefined;
  return JSON.stringify(parts.length === 1 ? parts[0] : { all: parts });
}

/// Records whose name, code, number or phone is exactly what was typed. Identity numbers are found by their keyed hash.
export function whereText(type: RecordType, text: string): object | undefined {
  const wanted = text.trim();
  if (wanted === '') return undefined;
  const fits = (field: CatalogueField): boolean =>
    field.kind === 'text' ? field.privacy !== 'identity' : field.kind === 'phone' ? /^(1\d{10}|0\d{2,3}-?\d{7,8})$/.test(wanted) : field.kind === 'id_card' && /^\d{17}[\dXx]$/.test(wanted);
  const parts = type.fields.filter((field) => (field.searchable || type.title?.includes(field.name)) && fits(field)).map((field) => ({ eq: [field.name, wanted] }));
  return parts.length > 0 ? { any: parts } : undefined;
}
