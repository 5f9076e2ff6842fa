import { ActionIcon } from "@mantine/core";
import type { ComponentType } from "react";
import classes from "./playback.module.css";

interface Props {
  readonly label: string;
  readonly icon: ComponentType<{ size?: number | string }>;
  /** Which step it leads to: E or M. */
  readonly letter?: string | undefined;
  /** The one that stands out. */
  readonly main?: boolean;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

export function TransportButton({ label, icon: Icon, letter, main = false, disabled, onClick }: Props) {
  const title = letter ? `${label}: ${letter}-step` : label;
  return (
    <ActionIcon
      {...(main ? { size: "xl", radius: "xl" } : { size: "lg", variant: "subtle", color: "gray" })}
      aria-label={label}
      title={title}
      disabled={disabled}
      onClick={onClick}
    >
      <span className={classes.face}>
        <Icon size={main ? 19 : letter ? 14 : 17} />
        {letter && <span aria-hidden="true">{letter}</span>}
      </span>
    </ActionIcon>
  );
}
