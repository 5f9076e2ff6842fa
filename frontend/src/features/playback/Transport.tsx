import { ActionIcon, NativeSelect } from "@mantine/core";
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBackFilled,
  IconPlayerSkipForwardFilled,
  IconPlayerTrackNextFilled,
  IconPlayerTrackPrevFilled,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { useStore } from "zustand";
import type { PlaybackStore } from "../../session";
import classes from "./playback.module.css";

interface ButtonProps {
  readonly label: string;
  readonly icon: ComponentType<{ size: number }>;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

const SPEEDS = [0.25, 0.5, 1, 2, 4];

function TransportButton({ label, icon: Icon, disabled, onClick }: ButtonProps) {
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
      <Icon size={17} />
    </ActionIcon>
  );
}

/** Play, pause, and single steps both ways. */
export function Transport({ playback }: { playback: PlaybackStore }) {
  const atStart = useStore(playback, ({ position }) => position <= 0);
  const atEnd = useStore(playback, ({ position, last }) => position >= last);
  const moving = useStore(playback, ({ position, target }) => position !== target);
  const still = useStore(playback, ({ last }) => last === 0);
  const speed = useStore(playback, (state) => state.speed);
  const { glideTo, jumpTo, play, pause, setSpeed } = playback.getState();
  const step = (by: number) => {
    const { position, target } = playback.getState();
    const from = position === target ? position : target;
    glideTo(by > 0 ? Math.floor(from) + 1 : Math.ceil(from) - 1);
  };
  return (
    <div className={classes.transport} role="group" aria-label="Replay">
      <TransportButton
        label="To the start"
        icon={IconPlayerSkipBackFilled}
        disabled={atStart}
        onClick={() => jumpTo(0)}
      />
      <TransportButton
        label="Step back"
        icon={IconPlayerTrackPrevFilled}
        disabled={atStart}
        onClick={() => step(-1)}
      />
      <ActionIcon
        size="xl"
        radius="xl"
        aria-label={moving ? "Pause" : "Play"}
        title={moving ? "Pause" : "Play"}
        disabled={still}
        onClick={moving ? pause : play}
      >
        {moving ? <IconPlayerPauseFilled size={19} /> : <IconPlayerPlayFilled size={19} />}
      </ActionIcon>
      <TransportButton
        label="Step forward"
        icon={IconPlayerTrackNextFilled}
        disabled={atEnd}
        onClick={() => step(1)}
      />
      <TransportButton
        label="To the end"
        icon={IconPlayerSkipForwardFilled}
        disabled={atEnd}
        onClick={() => jumpTo(playback.getState().last)}
      />
      <NativeSelect
        className={classes.speed}
        size="xs"
        aria-label="Speed"
        data={SPEEDS.map((value) => ({ value: String(value), label: `${value}×` }))}
        value={String(speed)}
        onChange={(event) => setSpeed(Number(event.currentTarget.value))}
      />
    </div>
  );
}
