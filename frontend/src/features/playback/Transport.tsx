import { NativeSelect, Switch } from "@mantine/core";
import {
  IconArrowsShuffle,
  IconCirclePlus,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBackFilled,
  IconPlayerSkipForwardFilled,
  IconPlayerTrackNextFilled,
  IconPlayerTrackPrevFilled,
  IconRotate,
} from "@tabler/icons-react";
import { useStore } from "zustand";
import { isOpen, step, toTheEnd, useSession, useSessionStores, useShownRun } from "../../session";
import { TransportButton } from "./TransportButton";
import classes from "./playback.module.css";

const SPEEDS = [0.25, 0.5, 1, 2, 4];

/** Which step lies beyond a moment: E-steps have odd places, M-steps even ones. */
const letterOf = (moment: number, last: number): string | undefined => {
  if (moment < 1 || moment > last) return undefined;
  return moment % 2 === 1 ? "E" : "M";
};

/** Play, pause, single steps both ways, and the two ways to begin again. */
export function Transport() {
  const session = useSessionStores();
  const { playback } = session;
  const open = isOpen(useShownRun());
  const fitting = useSession((state) => state.fitting.progress !== null);
  const follows = useSession((state) => state.follows);
  const { setFollows, startAgain, fitAnew, addComponent } = session.store.getState();
  const at = useStore(playback, ({ position }) => Math.round(position));
  const last = useStore(playback, (state) => state.last);
  const moving = useStore(playback, ({ position, target }) => position !== target);
  const speed = useStore(playback, (state) => state.speed);
  const { jumpTo, play, pause, setSpeed } = playback.getState();
  const atEnd = at >= last;
  return (
    <div className={classes.transport} role="group" aria-label="Replay">
      <TransportButton
        label="To the start"
        icon={IconPlayerSkipBackFilled}
        disabled={at <= 0}
        onClick={() => jumpTo(0)}
      />
      <TransportButton
        label="Step back"
        icon={IconPlayerTrackPrevFilled}
        letter={letterOf(at - 1, last)}
        disabled={at <= 0}
        onClick={() => step(session, -1)}
      />
      <TransportButton
        main
        label={moving ? "Pause" : "Play"}
        icon={moving ? IconPlayerPauseFilled : IconPlayerPlayFilled}
        disabled={last === 0}
        onClick={moving ? pause : play}
      />
      <TransportButton
        label="Step forward"
        icon={IconPlayerTrackNextFilled}
        letter={letterOf(at + 1, open ? last + 1 : last)}
        disabled={atEnd && (!open || fitting)}
        onClick={() => step(session, 1)}
      />
      <TransportButton
        label="To the end"
        icon={IconPlayerSkipForwardFilled}
        disabled={atEnd && (!open || fitting)}
        onClick={() => toTheEnd(session)}
      />
      <NativeSelect
        className={classes.speed}
        size="xs"
        aria-label="Speed"
        data={SPEEDS.map((value) => ({ value: String(value), label: `${value}×` }))}
        value={String(speed)}
        onChange={(event) => setSpeed(Number(event.currentTarget.value))}
      />
      <span className={classes.again}>
        <TransportButton
          label="Same start again"
          icon={IconRotate}
          disabled={last === 0}
          onClick={startAgain}
        />
        <TransportButton label="New start" icon={IconArrowsShuffle} disabled={fitting} onClick={fitAnew} />
        <TransportButton
          label="Add a component"
          icon={IconCirclePlus}
          disabled={last === 0}
          onClick={addComponent}
        />
        <Switch
          size="xs"
          label="EM follows"
          title="Whether EM goes on by itself from what you have changed, or waits for you to step"
          checked={follows}
          onChange={(event) => setFollows(event.currentTarget.checked)}
        />
      </span>
    </div>
  );
}
