import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, figure, newPage, openBrowser, people, picture, signIn } from './stage';

let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await openBrowser();
  ({ page, complaints } = await newPage(browser, 'desk'));
});
afterAll(() => browser.close());

describe('the county officer at the desk', () => {
  it('is told when the password is wrong, keeps the name typed, and gets no session', async () => {
    await signIn(page, { ...people().officer, password: 'not the password' });
    await page.locator('[role=alert]').waitFor();
    expect(await page.locator('[role=alert]').innerText()).toMatch(/密码/);
    expect(await page.inputValue('[name=username]')).toBe(people().officer.username);
    expect((await page.request.get(`${base()}/api/session`)).status()).toBe(401);
    await picture(page, 'desk-wrong-password');
  });

  it('signs in with the keyboard alone, is told what is owed, and sees the coverage of the county', async () => {
    await page.locator('[name=password]').fill(people().officer.password);
    await page.keyboard.press('Enter');
    await page.locator('[data-figure=expected]').waitFor();
    const [expected, fulfilled, todo, missed] = [await figure(page, 'expected'), await figure(page, 'fulfilled'), await figure(page, 'todo'), await figure(page, 'missed')];
    expect(expected).toBeGreaterThan(0);
    expect(fulfilled + todo + missed).toBe(expected);
    expect(missed, 'nobody is missed before the cut-off').toBe(0);
    const [plain, shown] = await page.locator('[data-figure=expected] strong, [data-figure=todo] strong').evaluateAll((all) => all.map((one) => getComputedStyle(one).color));
    expect(shown, 'to do is not red').toBe(plain);
    await page.locator('[data-matter^="due:household_screening:"]').waitFor();
    expect(await page.locator('[data-matter^="due:household_screening:"]').innerText()).toContain('第二轮排查');
    expect(await page.locator('[data-state=clear]').count()).toBe(0);
    await picture(page, 'desk-home');
    await page.keyboard.press('Tab');
    await page.locator('main').focus();
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.locator('tr[data-place]').first().waitFor();
    await picture(page, 'desk-coverage');
  });

  it('walks down to a group, and what stands below always adds up to what stands above', async () => {
    for (let level = 0; level < 3; ++level) {
      const rows = page.locator('tr[data-place]');
      await rows.first().waitFor();
      const columns = await rows.evaluateAll((all) => all.map((row) => Number(row.querySelectorAll('td')[2]!.textContent!.replaceAll(/\D/g, ''))));
      expect(columns.reduce((sum, one) => sum + one, 0)).toBe(await figure(page, 'expected'));
      const place = await rows.first().getAttribute('data-place');
      await rows.first().locator('a').click();
      await page.waitForURL((url) => url.hash.includes(place!));
      await page.locator('.path b').waitFor();
      await page.waitForTimeout(300);
    }
    await page.locator('[data-list=subjects], .empty').first().waitFor();
    await picture(page, 'desk-group');
  });

  it('sees each missing household with who answers for it, and no telephone number in full', async () => {
    await page.goto(`${base()}/#/coverage?view=missing`);
    await page.locator('[data-list=subjects] tbody tr').first().waitFor();
    const text = await page.locator('[data-list=subjects]').innerText();
    expect(text).toMatch(/1\d{2}\*{4}\d{4}/);
    expect(text).not.toMatch(/1\d{10}/);
    await picture(page, 'desk-missing');
    const width = await page.locator('[data-list=subjects] tbody td a').first().evaluate((name) => {
      const was = name.textContent;
      name.textContent = '很长的名字'.repeat(12);
      const cell = name.closest('td')!.getBoundingClientRect().width;
      name.textContent = was;
      return cell;
    });
    expect(width, 'a name of 60 characters leaves room for the columns beside it').toBeLessThanOrEqual(241);
    const [first] = await page.locator('[data-list=subjects] tbody tr td:first-child').allInnerTexts();
    await page.getByRole('button', { name: '下一页' }).click();
    await page.waitForFunction((before) => document.querySelector('[data-list=subjects] tbody td')?.textContent !== before, first);
  });

  it('finds a person by name, by pinyin and by telephone, each masked, and nothing for a name nobody has', async () => {
    const answer = (await (await page.request.get(`${base()}/api/records/person?limit=1`)).json()) as { items: { fields: { name: string; name_sound: string } }[] };
    const { name, name_sound } = answer.items[0]!.fields;
    for (const line of [name, name_sound.toUpperCase()]) {
      await page.goto(`${base()}/#/home`);
      await page.locator('main h1').waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type(line);
      await page.keyboard.press('Enter');
      await page.locator('[data-group=person] tbody tr').first().waitFor();
      expect(await page.locator('[data-group=person] tbody').innerText()).toContain(name);
      expect(await page.locator('main').innerText()).not.toMatch(/\d{17}[\dX]|1\d{10}/);
    }
    await picture(page, 'desk-search');
    await page.goto(`${base()}/#/search?q=${encodeURIComponent('不存在的名字')}`);
    await page.getByText('没有找到').waitFor();
    expect(await page.locator('[data-group=person]').count()).toBe(0);
  });

  it('changes to the dark theme, and finds it again after a reload', async () => {
    await page.getByRole('button', { name: /^外观/ }).click();
    await page.getByRole('menuitem', { name: '深色' }).click();
    await page.reload();
    await page.locator('main h1').waitFor();
    expect(await page.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(true);
    await page.evaluate(() => localStorage.removeItem('theme'));
    await page.reload();
    await page.locator('main h1').waitFor();
    expect(await page.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(false);
  });

  it('sees the heat map', async () => {
    await page.goto(`${base()}/#/coverage?view=heat`);
    await page.locator('svg path').first().waitFor();
    await picture(page, 'desk-heat');
    await page.goto(`${base()}/#/coverage?view=heat&type=daily_report`);
    await page.locator('.el-checkbox', { hasText: '显示为表格' }).click();
    const shares = async (): Promise<number[]> => (await page.locator('table.plain tbody td.num').allInnerTexts()).filter((text) => text.endsWith('%')).map(parseFloat);
    await page.locator('table.plain tbody td.num', { hasText: '%' }).first().waitFor();
    const done = await shares();
    await page.locator('.el-radio-button', { hasText: '按时完成率' }).click();
    await page.waitForURL(/by=on_time/);
    const onTime = await shares();
    expect(onTime.length).toBe(done.length);
    expect(onTime.every((share, at) => share <= done[at]!)).toBe(true);
    expect(onTime.some((share, at) => share < done[at]!)).toBe(true);
    const file = await page.request.get(base() + (await page.locator('[data-rates]').getAttribute('href'))!);
    expect((await file.body()).subarray(0, 2).toString()).toBe('PK');
  });

  it('calls from the list: one purpose, one number shown, the others still masked', async () => {
    await page.goto(`${base()}/#/coverage?view=missing`);
    await page.locator('[data-list=subjects] tbody tr').first().waitFor();
    await page.getByRole('button', { name: /^显示.*的电话$/ }).first().click();
    await page.fill('#purpose', '电话核实排查结果');
    await page.getByRole('button', { name: '记录并查看' }).click();
    await page.locator('[data-phone=full]').waitFor();
    expect(await page.locator('[data-phone=full]').allInnerTexts()).toEqual([expect.stringMatching(/^1\d{10}$/)]);
  });

  it('prints the households of a zone, and a code for each door that names nobody', async () => {
    const { items } = (await (await page.request.get(`${base()}/api/records/household?limit=1`)).json()) as { items: { place: string }[] };
    const place = items[0]!.place;
    const { total } = (await (await page.request.get(`${base()}/api/records/household?place=${place}&state=active&limit=1&count=1`)).json()) as { total: number };
    await page.goto(`${base()}/#/print/${place}/list`);
    await page.locator('[data-list=households] tbody tr').first().waitFor();
    expect(await page.locator('[data-list=households] tbody tr').count()).toBe(total);
    expect(await page.locator('[data-list=households]').innerText()).not.toMatch(/1\d{10}/);
    await page.goto(`${base()}/#/print/${place}/codes`);
    await page.locator('figure svg').first().waitFor();
    const texts = await page.locator('figure svg').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')!));
    expect(new Set(texts).size).toBe(total);
    for (const text of texts) expect(text).toMatch(/^fx:h:[0-9a-f-]{36}$/);
    await picture(page, 'desk-codes');
  });

  it('keeps a filter under a name, and takes back dropping it', async () => {
    await page.goto(`${base()}/#/records/household`);
    await page.locator('tbody tr').first().waitFor();
    await page.getByRole('button', { name: /^常用筛选/ }).click();
    await page.getByPlaceholder('起个名字').fill('出租户');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '删除“出租户”' }).click();
    await page.getByRole('button', { name: '撤销' }).click();
    await page.getByRole('button', { name: '出租户', exact: true }).waitFor();
  });

  it('opens a household: members, duties, identity masked until a purpose is stated', async () => {
    await page.goto(`${base()}/#/coverage?view=missing`);
    await page.locator('[data-list=subjects] tbody a').first().click();
    await page.getByText('家庭成员').waitFor();
    await picture(page, 'desk-household');
    await page.locator('table tbody tr a').first().click();
    await page.locator('dl.facts').first().waitFor();
    expect(await page.locator('main').innerText()).not.toMatch(/\d{17}[\dX]/);
    await page.getByRole('button', { name: '查看完整身份信息' }).click();
    expect(await page.getByRole('button', { name: '记录并查看' }).isDisabled()).toBe(true);
    await page.fill('#purpose', '电话核实排查结果');
    await page.getByRole('button', { name: '记录并查看' }).click();
    await page.getByText('已显示完整信息').waitFor();
    expect(await page.locator('[data-field=id_number]').innerText()).toMatch(/^\d{17}[\dX]$/);
    await picture(page, 'desk-person');
  });

  it('is told about bad input at its field and loses nothing typed', async () => {
    await page.goto(`${base()}/#/records/screening_round/new`);
    await page.locator('#field-name').fill('第二轮入户排查');
    await page.getByRole('button', { name: '保存' }).click();
    await page.locator('[data-field=due_at] [role=alert]').waitFor();
    expect(await page.inputValue('#field-name')).toBe('第二轮入户排查');
    expect(await page.locator('[data-field=name] [role=alert]').count()).toBe(0);
    await picture(page, 'desk-bad-input');
    page.on('dialog', (dialog) => void dialog.accept());
  });

  it('finds every page working, in both languages, at every width', async () => {
    const doors = ['home', 'coverage', 'rounds', 'records/key_person', 'records/household', 'records/person', 'uncovered', 'records/quality_flag', 'duplicates', 'quarantine', 'records/post', 'about'];
    for (const language of ['中文', 'English'])
      for (const door of doors) {
        await page.goto(`${base()}/#/${door}`);
        await page.locator('main h1').waitFor();
        await page.locator('[aria-busy=true].skeleton').waitFor({ state: 'detached' });
        expect(await page.locator('main .failure').count(), `${door} in ${language}`).toBe(0);
        await page.setViewportSize({ width: 360, height: 780 });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow, `${door} is wider than 360 px`).toBeLessThanOrEqual(0);
        await page.setViewportSize({ width: 1440, height: 900 });
        if (door === doors.at(-1)) await page.getByRole('button', { name: language === '中文' ? 'English' : '中文' }).click();
      }
    expect(complaints).toEqual([]);
  }, 240_000);
});

describe('the desk on a narrow screen', () => {
  /// Names of what lies, in part, beyond the right edge.
  const beyond = (names: string): Promise<string[]> =>
    page.locator(names).evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.className || one.textContent!));

  it('shows what is to do, what is missed and who answers, and a phone for each household not reached', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${base()}/#/coverage`);
    const row = page.locator('tr[data-place]').first();
    await row.waitFor();
    for (const cell of ['.todo', '.missed', '.answers']) expect(await row.locator(cell).isVisible(), cell).toBe(true);
    expect(await beyond('tr[data-place] :is(.name, .todo, .missed, .answers)')).toEqual([]);
    expect(await row.locator('.answers').innerText()).toMatch(/1\d{2}\*{4}\d{4}/);
    await picture(page, 'desk-narrow-coverage');

    await page.goto(`${base()}/#/coverage?view=missing`);
    const household = page.locator('[data-list=subjects] tbody tr').first();
    await household.waitFor();
    expect(await household.innerText()).toMatch(/1\d{2}\*{4}\d{4}/);
    expect(await beyond('[data-list=subjects] td')).toEqual([]);
    await picture(page, 'desk-narrow-missing');
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('falls back to the first view for one that does not exist, and lists the newest round first', async () => {
    await page.goto(`${base()}/#/coverage?view=nonsense`);
    await page.locator('[role=tab][aria-selected=true]').waitFor();
    expect(await page.locator('[role=tab][aria-selected=true]').innerText()).toBe('下级');
    expect(await page.locator('main').innerText()).not.toMatch(/nonsense|coverage_\./);
    await page.goto(`${base()}/#/rounds`);
    await page.locator('[data-round]').first().waitFor();
    expect(await page.locator('[data-round] .name').allInnerTexts()).toEqual([expect.stringContaining('第二轮排查'), expect.stringContaining('第一轮排查')]);
    expect(await page.locator('[data-round]').first().innerText()).toMatch(/起止 .*\d{2}:\d{2} – .*\d{2}:\d{2}/);
  });
});
