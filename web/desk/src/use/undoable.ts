import { type Fields, type RecordView, statedAt, uuid7 } from '@fangxian/core';
import { ElButton, ElMessage } from 'element-plus';
import 'element-plus/es/components/button/style/css';
import 'element-plus/es/components/message/style/css';
import { h } from 'vue';
import { i18n } from '../i18n';
import { api, asFailure, locale, role } from './app';
import { wayBack } from './undo';
import { sayLabel, typeOf } from './words';

const shownMs = 12_000;
export const tellFailure = (error: unknown): void => void ElMessage.error({ message: asFailure(error).text(locale.value), duration: 8000, showClose: true });

/// Tells what was done, with a button that takes it back.
export function offerUndo(said: string, undo: () => unknown): void {
  const press = (): void => {
    message.close();
    void undo();
  };
  const message = ElMessage.success({ duration: shownMs, showClose: true, message: h('span', { class: 'row' }, [said, h(ElButton, { size: 'small', onClick: press }, () => i18n.global.t('record.undo'))]) });
}

/// Makes a move, saying `fields` with it, and tells so; where there is a way back, offers it. `after` runs once each is done.
export async function doMove(type: string, record: RecordView, name: string, after: () => unknown, fields?: Fields, command = uuid7()): Promise<void> {
  const shape = typeOf(type)!;
  const move = shape.transitions!.find((one) => one.name === name)!;
  const back = wayBack(shape, move, record.state ?? '', role.value);
  const saved = await api.move(type, record.id, name, { command, base_version: record.version, stated_at: statedAt(), ...(fields ? { fields } : {}) });
  const said = i18n.global.t('record.moved', { move: sayLabel(move.label) });
  if (back) offerUndo(said, () => takeBack(type, record.id, back.name, saved.version, after));
  else ElMessage.success(said);
  await after();
}
/// The same of a move that asks for nothing; a failure is told.
export async function makeMove(type: string, record: RecordView, name: string, after: () => unknown): Promise<boolean> {
  try {
    await doMove(type, record, name, after);
    return true;
  } catch (error) {
    tellFailure(error);
    return false;
  }
}

async function takeBack(type: string, id: string, name: string, version: number, after: () => unknown): Promise<void> {
  try {
    await api.move(type, id, name, { command: uuid7(), base_version: version, stated_at: statedAt() });
    ElMessage.success(i18n.global.t('record.undone'));
    await after();
  } catch (error) {
    tellFailure(error);
  }
}
