import { coreTexts } from '@fangxian/core';
import { createI18n } from 'vue-i18n';
import en from './texts/en';
import zh from './texts/zh-CN';

const remembered = localStorage.getItem('language');

export const i18n = createI18n({
  legacy: false,
  locale: remembered === 'en' ? 'en' : 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': { ...coreTexts['zh-CN'], ...zh }, en: { ...coreTexts.en, ...en } },
});
document.documentElement.lang = i18n.global.locale.value;
