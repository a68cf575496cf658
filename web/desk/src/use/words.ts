/// Words of the catalogue in the language of the screen.
import { type Duty, type Label, type RecordType, type TypeSettings, codeLabel, say, settingOf, stateLabel } from '@fangxian/core';
import { computed } from 'vue';
import { catalogue, locale } from './app';

export const sayLabel = (label: Label | null | undefined): string => say(label, locale.value);
export const typeOf = (name: string): RecordType | undefined => catalogue.value?.types[name];
/// A number of the rules as it holds at this site.
export const setting = <Type extends keyof TypeSettings>(type: Type, name: TypeSettings[Type]): number => settingOf(catalogue.value, type, name);
export const typeName = (name: string, many = false): string => {
  const type = typeOf(name);
  return (type && sayLabel(many ? (type.plural ?? type.label) : type.label)) || name;
};
export const codeName = (list: string | null | undefined, code: unknown): string =>
  catalogue.value ? codeLabel(catalogue.value, list, code, locale.value) : String(code ?? '');
export const stateName = (type: string, state: string | null | undefined): string => {
  const found = typeOf(type);
  return found ? stateLabel(found, state, locale.value) : (state ?? '');
};

/// Every duty the catalogue declares: what coverage can be asked of.
export const duties = computed<Duty[]>(() =>
  Object.values(catalogue.value?.types ?? {}).flatMap((type) => type.obligations ?? []),
);
export const dutyName = (name: string): string => sayLabel(duties.value.find((duty) => duty.name === name)?.label) || name;
