/// Words of the catalogue in the language of the screen.
import { type Duty, type Label, type RecordType, type TypeSettings, codeLabel, say, settingOf } from '@fangxian/core';
import { catalogue, locale } from './app';

export const sayLabel = (label: Label | null | undefined): string => say(label, locale.value);
export const typeOf = (name: string): RecordType | undefined => catalogue.value?.types[name];
/// A number of the rules as it holds at this site.
export const setting = <Type extends keyof TypeSettings>(type: Type, name: TypeSettings[Type]): number => settingOf(catalogue.value, type, name);
export const typeName = (name: string): string => sayLabel(typeOf(name)?.label) || name;
export const codesOf = (list: string | null | undefined) => (list ? (catalogue.value?.code_lists[list]?.codes ?? []) : []);
export const codeName = (list: string | null | undefined, code: unknown): string =>
  catalogue.value ? codeLabel(catalogue.value, list, code, locale.value) : String(code ?? '');

export const duties = (): Duty[] => Object.values(catalogue.value?.types ?? {}).flatMap((type) => type.obligations ?? []);
export const dutyName = (name: string): string => sayLabel(duties().find((duty) => duty.name === name)?.label) || name;
