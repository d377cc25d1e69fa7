import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** The one accent. Shade 7 on white and white on shade 6 both pass 4.5:1. */
const orchard: MantineColorsTuple = [
  '#eff6f1',
  '#dcebdf',
  '#bcd8c4',
  '#97c2a4',
  '#6fa97f',
  '#4d9263',
  '#35784b',
  '#27633b',
  '#1d4d2d',
  '#123720',
];

/** Warm greys: paper rather than steel. */
const gray: MantineColorsTuple = [
  '#faf9f7',
  '#f4f2ee',
  '#eae7e1',
  '#ddd9d1',
  '#c5bfb4',
  '#9c9588',
  '#6b645a',
  '#565046',
  '#3b362f',
  '#25221d',
];

/** Mantine reads text from the light end, borders from the middle, and the page from shade 7. */
const dark: MantineColorsTuple = [
  '#dedad2',
  '#c2bcb1',
  '#a59e92',
  '#767067',
  '#423e38',
  '#35312c',
  '#2a2723',
  '#1e1c19',
  '#191714',
  '#12110f',
];

export const theme = createTheme({
  colors: { orchard, gray, dark },
  primaryColor: 'orchard',
  primaryShade: { light: 7, dark: 6 },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    // In its landmark, and beginning with its first item and not with an element that is none.
    Menu: {
      defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false, menuItemTabIndex: 0 },
    },
    // The header of a dialog is no second banner of the page.
    Modal: {
      defaultProps: {
        centered: true,
        closeButtonProps: { 'aria-label': 'Close' },
        attributes: { header: { role: 'presentation' } },
      },
    },
    Drawer: {
      defaultProps: {
        closeButtonProps: { 'aria-label': 'Close' },
        attributes: { header: { role: 'presentation' } },
      },
    },
  },
});

/** Names for what our own style sheets use, so that light and dark are decided in one place. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': gray[6],
    '--mantine-color-placeholder': gray[6],
    '--mantine-color-anchor': orchard[7],
    '--mantine-color-error': '#b3261e',
    // What marks the edge of a field needs 3:1.
    '--pace-field-border': '#948d80',
    '--pace-page': gray[0],
    '--pace-surface': '#ffffff',
    '--pace-border': gray[3],
    '--pace-line': gray[2],
    '--pace-hover': gray[1],
    '--pace-selected': orchard[0],
    '--pace-accent': orchard[7],
    '--pace-text': gray[9],
    '--pace-muted': gray[6],
    '--pace-danger': '#b3261e',
    '--pace-danger-soft': '#fbeae8',
    '--pace-warn': '#7a4d00',
    '--pace-warn-soft': '#fdf3dc',
    '--pace-info': '#1f4f82',
    '--pace-info-soft': '#e8f0f9',
    '--pace-ok-soft': orchard[0],
    '--pace-neutral-soft': gray[1],
  },
  dark: {
    '--mantine-color-body': dark[7],
    '--mantine-color-text': dark[0],
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-placeholder': dark[2],
    '--mantine-color-anchor': orchard[3],
    '--mantine-color-error': '#ff9d94',
    '--pace-field-border': '#7d776d',
    '--pace-page': dark[8],
    '--pace-surface': dark[7],
    '--pace-border': dark[4],
    '--pace-line': dark[5],
    '--pace-hover': dark[6],
    '--pace-selected': '#1f2f24',
    '--pace-accent': orchard[3],
    '--pace-text': dark[0],
    '--pace-muted': dark[2],
    '--pace-danger': '#ff9d94',
    '--pace-danger-soft': '#3f2320',
    '--pace-warn': '#f1c97a',
    '--pace-warn-soft': '#3a2f18',
    '--pace-info': '#9cc4ee',
    '--pace-info-soft': '#1d2c3c',
    '--pace-ok-soft': '#1f2f24',
    '--pace-neutral-soft': dark[5],
  },
});
