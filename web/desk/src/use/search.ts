/// What one line of search asks of households and persons. The server compares whole values: a name, a name in pinyin, a dwelling code,
/// or a telephone or identity number, which it finds by keyed hash without opening it.
import type { RecordType } from '@fangxian/core';

/// "Wáng  Xiùyīng", "wang xiu ying" -> "wangxiuying", the form of person.name_sound; null when it is not pinyin.
export function pinyinOf(text: string): string | null {
  const plain = text.normalize('NFD').replaceAll(/u\u0308/gi, 'v').replaceAll(/[\u0300-\u036f]/g, '').toLowerCase().replaceAll(/[\s'’-]/g, '').replaceAll('yu:', 'v');
  return /^[a-z]{2,60}$/.test(plain) ? plain : null;
}
export const isPhone = (text: string): boolean => /^\+?[\d\s-]{7,20}$/.test(text) && text.replaceAll(/\D/g, '').length >= 7;
export const isIdentity = (text: string): boolean => /^\d{17}[\dXx]$/.test(text) || /^\d{15}$/.test(text);

type Part = { eq: [string, string] };
export function searchWhere(type: RecordType, line: string): string | undefined {
  const text = line.normalize('NFKC').trim();
  const parts: Part[] = [];
  const ask = (field: string, value: string | null): void => {
    if (value && type.fields.some((one) => one.name === field)) parts.push({ eq: [field, value] });
  };
  if (text === '') return undefined;
  if (isIdentity(text)) ask('id_number', text.toUpperCase());
  if (isPhone(text)) ask('phone', text.replaceAll(/[\s-]/g, ''));
  for (const field of ['name', 'head_name', 'house_code', 'document_number']) ask(field, text);
  ask('name_sound', pinyinOf(text));
  return parts.length > 0 ? JSON.stringify(parts.length === 1 ? parts[0] : { any: parts }) : undefined;
}
