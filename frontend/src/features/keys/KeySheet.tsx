import { ActionIcon, Switch } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconKeyboard, IconX } from "@tabler/icons-react";
import { useCallback, useRef } from "react";
import { ELSEWHERE, SHORTCUTS } from "./keys";
import { useShortcuts } from "./useShortcuts";
import classes from "./keys.module.css";

/** The nine keys for nine components need but one line. */
const shown = ({ shortcuts }: (typeof SHORTCUTS)[number]): (readonly [string, string])[] =>
  shortcuts
    .filter(({ key }) => !/^[2-9]$/.test(key))
    .map(({ key, written, meaning }) =>
      key === "1" ? ["1 … 9", "Take hold of a component"] : [written, meaning],
    );

/** The button that brings the sheet of keys, the sheet, and whoever listens for the keys. */
export function KeySheet() {
  const sheet = useRef<HTMLDialogElement>(null);
  const [singleKeys, setSingleKeys] = useLocalStorage({ key: "single-keys", defaultValue: true });
  const open = useCallback(() => sheet.current?.showModal(), []);
  useShortcuts(singleKeys, open);
  const groups = [...SHORTCUTS.map((group) => ({ title: group.title, keys: shown(group) })), ...ELSEWHERE];
  return (
    <>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Keys" title="Keys (?)" onClick={open}>
        <IconKeyboard size={19} stroke={1.7} />
      </ActionIcon>
      <dialog ref={sheet} className={classes.sheet} aria-labelledby="keys-heading">
        <div className={classes.heading}>
          <h2 id="keys-heading">Keys</h2>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label="Close"
            onClick={() => sheet.current?.close()}
          >
            <IconX size={18} stroke={1.7} />
          </ActionIcon>
        </div>
        <div className={classes.groups}>
          {groups.map(({ title, keys }) => (
            <section key={title}>
              <h3>{title}</h3>
              <dl>
                {keys.map(([written, meaning]) => (
                  <div key={written}>
                    <dt>
                      <kbd>{written}</kbd>
                    </dt>
                    <dd>{meaning}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
        <Switch
          label="Single keys act"
          description="Switch off if you speak to your computer or press keys by accident; those with Ctrl stay."
          checked={singleKeys}
          onChange={(event) => setSingleKeys(event.currentTarget.checked)}
        />
      </dialog>
    </>
  );
}
