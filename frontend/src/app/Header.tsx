import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp, IconMoon, IconSun } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { DatasetBar } from "../features/dataset/DatasetBar";
import { KeySheet } from "../features/keys/KeySheet";
import { useSession } from "../session";
import classes from "./app.module.css";

interface ButtonProps {
  readonly label: string;
  readonly icon: ComponentType<{ size: number; stroke: number }>;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function HeaderButton({ label, icon: Icon, disabled = false, onClick }: ButtonProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon size={19} stroke={1.7} />
    </ActionIcon>
  );
}

/** The page's name, the data there are to choose from, and what holds for all of it. */
export function Header() {
  const { setColorScheme } = useMantineColorScheme();
  const other = useComputedColorScheme("light") === "dark" ? "light" : "dark";
  const undo = useSession((state) => state.undo);
  const redo = useSession((state) => state.redo);
  const past = useSession((state) => state.past.length);
  const future = useSession((state) => state.future.length);
  return (
    <header className={classes.header}>
      <img src="/favicon.svg" alt="" width={30} height={30} />
      <h1>Gaussian mixtures</h1>
      <DatasetBar />
      <div className={classes.buttons}>
        <HeaderButton label="Undo" icon={IconArrowBackUp} disabled={past === 0} onClick={undo} />
        <HeaderButton label="Redo" icon={IconArrowForwardUp} disabled={future === 0} onClick={redo} />
        <KeySheet />
        <HeaderButton
          label={`Switch to ${other} colours`}
          icon={other === "dark" ? IconMoon : IconSun}
          onClick={() => setColorScheme(other)}
        />
      </div>
    </header>
  );
}
