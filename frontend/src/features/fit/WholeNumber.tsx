import { NumberInput } from "@mantine/core";
import { useState } from "react";
import { flushSync } from "react-dom";
import { bounded } from "./bounded";

interface Props {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly error: string | undefined;
  readonly hideControls?: boolean;
  readonly onChange: (value: number) => void;
}

/** What was typed or said while this number was in use. */
interface Held<Text> {
  readonly on: number;
  readonly text: Text;
}

/** A field that shows the number in use, and says so where that is not the one that was typed. */
export function WholeNumber({ label, value, least, most, error, onChange, ...look }: Props) {
  const [unread, setUnread] = useState<Held<string | number> | null>(null);
  const [remark, setRemark] = useState<Held<string> | null>(null);
  const waiting = unread?.on === value;
  const read = (typed: string | number) => {
    const { used, why } = bounded(typed, least, most);
    // The field must hear what was typed before what is used, or it would see no change and keep the former.
    flushSync(() => setUnread({ on: value, text: typed }));
    if (used === null) return;
    setUnread(null);
    setRemark(why === null ? null : { on: used, text: why });
    if (used !== value) onChange(used);
  };
  return (
    <NumberInput
      {...look}
      label={label}
      value={waiting ? unread.text : value}
      min={least}
      max={most}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="none"
      error={error}
      description={waiting ? `${value} is used` : remark?.on === value && remark.text}
      inputWrapperOrder={["label", "input", "description", "error"]}
      onChange={read}
      onBlur={() => setUnread(null)}
      onKeyDown={(event) => event.key === "Enter" && setUnread(null)}
    />
  );
}
