import {
  Checkbox,
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from "@mantine/core";

/** The one accent, an indigo that none of the component colours comes near. */
const indigo: MantineColorsTuple = [
  "#eeecfb",
  "#dcd8f6",
  "#c3bcf0",
  "#a89fff",
  "#8f84ea",
  "#7468d8",
  "#6256c8",
  "#5145b8",
  "#43389f",
  "#352c84",
];

/** Mantine's greys of the dark scheme, in the cool cast of the page's own. */
const dark: MantineColorsTuple = [
  "#f0ede6",
  "#c3c6ce",
  "#9aa0ad",
  "#7c8290",
  "#434956",
  "#343945",
  "#22262f",
  "#181b23",
  "#14161d",
  "#101218",
];

export const theme = createTheme({
  fontFamily: "var(--sans)",
  headings: { fontFamily: "var(--serif)" },
  primaryColor: "indigo",
  primaryShade: { light: 7, dark: 3 },
  // The accent is dark in light colours and pale in dark ones; what is written on it must turn with it.
  variantColorResolver: (input) => ({
    ...defaultVariantColorsResolver(input),
    ...(input.variant === "filled" && { color: "var(--on-accent)" }),
  }),
  components: { Checkbox: Checkbox.extend({ defaultProps: { iconColor: "var(--on-accent)" } }) },
  defaultRadius: 8,
  cursorType: "pointer",
  colors: { indigo, dark },
});

/** Mantine's surfaces and texts follow the page's own tokens, so that there is one place for each colour. */
export const resolver: CSSVariablesResolver = () => {
  const shared = {
    "--mantine-color-body": "var(--paper)",
    "--mantine-color-text": "var(--ink)",
    "--mantine-color-default": "var(--surface)",
    "--mantine-color-default-hover": "var(--sunk)",
    "--mantine-color-default-border": "var(--line-strong)",
    "--mantine-color-dimmed": "var(--ink-quiet)",
    "--mantine-color-error": "var(--problem)",
    "--mantine-color-placeholder": "var(--ink-quiet)",
  };
  return { variables: {}, light: shared, dark: shared };
};
