/// Planning a roster: what is asked for, the rows as they will be created, sending them once and no more.
import { type DutyAsked, type DutyCandidate, type DutyDraft, type DutyProposal, type DutySeat, civilDate, clashesOf, draftsOf, dutyRules, followingSlot, mayChange, newDraft, plannedLoad, sendDrafts, stepDay, usualOf, uuid7 } from '@fangxian/core';
import { computed, reactive, ref, shallowRef, watch } from 'vue';
import { api, catalogue } from './app';
import { useTask } from './task';

/// The most days the server gives at once, half of them behind.
const lookDays = 62;
const lookBackDays = 31;

export interface LoadLine {
  post: string;
  name: string;
  before: number;
  after: number;
  turns: number;
}

export function useDutyPlan(place: string) {
  const asked = reactive<DutyAsked>({ place, from: stepDay(civilDate(), 1), days: 7, start_minute: 480, hours: 24, leaders: [], duty_leaders: [], officers: [], officers_per_shift: 2 });
  const told = reactive({ phone: '', note: '' });
  const drafts = ref<DutyDraft[]>([]);
  const proposal = shallowRef<DutyProposal | null>(null);

  /// Who may keep duty there, and how it has been kept so far: read anew for each place.
  const around = useTask(async () => {
    const of = asked.place;
    const [{ items, special_days }, calendar] = await Promise.all([api.dutyCandidates(of), api.dutyCalendar({ place: of, from: stepDay(civilDate(), -lookBackDays), days: lookDays }).catch(() => null)]);
    return { of, items, special_days, usual: usualOf(calendar?.shifts ?? []) };
  });
  const candidates = computed<DutyCandidate[]>(() => (around.value.value?.of === asked.place ? around.value.value.items : []));
  const kept = computed(() => drafts.value.filter((draft) => !mayChange(draft)));
  watch(() => asked.place, async () => {
    if (!asked.place) return;
    // Posts and telephone are those of one place: what is not sent yet is not carried to another.
    drafts.value = kept.value;
    proposal.value = null;
    told.phone = '';
    const before = { ...asked };
    const found = await around.run();
    if (!found || found.of !== asked.place) return;
    const { phone = '', ...wish } = found.usual ?? {};
    for (const [key, value] of Object.entries(wish)) if (asked[key as keyof DutyAsked] === before[key as keyof DutyAsked]) Object.assign(asked, { [key]: value });
    if (found.usual && asked.from <= civilDate()) asked.from = stepDay(civilDate(), 1);
    const known = new Set(found.items.map(({ post }) => post));
    for (const list of ['leaders', 'duty_leaders', 'officers'] as const) asked[list] = asked[list].filter((post) => known.has(post));
    if (phone && !told.phone) told.phone = phone;
  }, { immediate: true });

  const propose = useTask(async () => {
    const found = await api.dutyProposal({ ...asked });
    proposal.value = found;
    // What stands already, or may stand, is not thrown away by a new proposal.
    drafts.value = [...kept.value, ...draftsOf(found, uuid7)];
    return true;
  });
  const put = (draft: DutyDraft): void => void (drafts.value = drafts.value.map((one) => (one.id === draft.id ? draft : one)));
  const seats: DutySeat[] = (['1', '2', '3'] as const).map((duty_role) => ({ post: '', duty_role }));
  function add(): void {
    const { starts_at, ends_at } = followingSlot(drafts.value, asked.from, asked.start_minute, asked.hours);
    drafts.value = [...drafts.value, newDraft(uuid7(), starts_at, ends_at, seats.map((seat) => ({ ...seat })))];
  }
  const remove = (id: string): void => void (drafts.value = drafts.value.filter((one) => one.id !== id || !mayChange(one)));

  const rules = computed(() => dutyRules(catalogue.value));
  const clashes = computed(() => clashesOf(drafts.value, rules.value));
  const waiting = computed(() => drafts.value.filter(({ outcome }) => outcome !== 'made').length);
  const ready = computed(() => waiting.value > 0 && told.phone.trim() !== '' && drafts.value.every(({ outcome, seats: some }) => outcome === 'made' || some.some(({ post }) => post !== '')));
  const accept = useTask(() =>
    sendDrafts(drafts.value, ({ id, starts_at, ends_at, seats: some }) => {
      const staff = some.filter(({ post }) => post !== '').map(({ post, duty_role }) => ({ post, duty_role }));
      return api.create('duty_shift', { id, fields: { area: asked.place, starts_at, ends_at, phone: told.phone.trim(), staff, ...(told.note.trim() ? { note: told.note.trim() } : {}) } });
    }, put));

  /// Before, as the server weighs it where it has proposed; after, with the rows as they stand now.
  const load = computed<LoadLine[]>(() => {
    const planned = plannedLoad(drafts.value, rules.value, around.value.value?.of === asked.place ? around.value.value.special_days : []);
    const weighed = new Map(proposal.value?.load.map((one) => [one.post, one]));
    const posts = new Map<string, LoadLine>();
    for (const post of new Set([...weighed.keys(), ...planned.keys()])) {
      const known = candidates.value.find((one) => one.post === post);
      const before = weighed.get(post)?.before ?? known?.turns ?? 0;
      posts.set(post, { post, name: known ? `${known.holder_name} ${known.name}` : (weighed.get(post)?.post_name ?? post), before, after: before + (planned.get(post)?.weighted ?? 0), turns: planned.get(post)?.turns ?? 0 });
    }
    return [...posts.values()].sort((a, b) => b.after - a.after || a.name.localeCompare(b.name));
  });
  return { asked, told, drafts, around, candidates, propose, put, add, remove, clashes, waiting, kept, ready, accept, load };
}
