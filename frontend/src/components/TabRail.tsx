import type { ComponentType, KeyboardEvent } from "react";
import classes from "./components.module.css";

export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly icon: ComponentType<{ size: number; stroke: number }>;
}

interface Props {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly chosen: string;
  /** Id of the element that holds what the chosen tab stands for. */
  readonly panel: string;
  /** Beside its panel, or along the bottom of a small screen. */
  readonly orientation: "vertical" | "horizontal";
  readonly onChoose: (id: string) => void;
}

export const tabId = (id: string): string => `tab-${id}`;

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Tabs with a picture and a word each; one stop for the keyboard, in which arrow keys choose. */
export function TabRail({ label, tabs, chosen, panel, orientation, onChoose }: Props) {
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = tabs.findIndex(({ id }) => id === chosen);
    const ends: Record<string, number> = { Home: 0, End: tabs.length - 1 };
    const next = ends[event.key] ?? (STEPS[event.key] ?? NaN) + at;
    if (Number.isNaN(next)) return;
    event.preventDefault();
    const { id } = tabs[(next + tabs.length) % tabs.length];
    onChoose(id);
    document.getElementById(tabId(id))?.focus();
  };
  return (
    // The keys belong to the tabs inside, one of which has the focus.
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus
    <div
      role="tablist"
      aria-label={label}
      aria-orientation={orientation}
      className={classes.rail}
      data-orientation={orientation}
      onKeyDown={press}
    >
      {tabs.map(({ id, title, icon: Icon }) => (
        <button
          key={id}
          id={tabId(id)}
          type="button"
          role="tab"
          aria-selected={id === chosen}
          aria-controls={id === chosen ? panel : undefined}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => onChoose(id)}
        >
          <Icon size={20} stroke={1.6} />
          {title}
        </button>
      ))}
    </div>
  );
}
