import { useState } from "react";
import classes from "./edit.module.css";

interface Props {
  readonly label: string;
  /** What the number is, for whoever does not see where it stands. */
  readonly title: string;
  readonly value: number;
  readonly decimals: number;
  readonly positive?: boolean;
  readonly onChange: (value: number) => void;
  readonly onDone: () => void;
}

/** A number that changes the picture as it is typed. */
export function NumberField({ label, title, value, decimals, positive = false, onChange, onDone }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const done = () => {
    setTyped(null);
    onDone();
  };
  return (
    <label>
      <span className={classes.name}>{label}</span>
      <input
        className={classes.number}
        type="text"
        inputMode="decimal"
        aria-label={title}
        value={typed ?? value.toFixed(decimals)}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          const number = Number(text.replace(",", ".").replace("−", "-"));
          if (text.trim() !== "" && Number.isFinite(number) && !(positive && number <= 0)) onChange(number);
        }}
        onBlur={done}
        onKeyDown={(event) => event.key === "Enter" && done()}
      />
    </label>
  );
}
