import { Component, type ReactNode } from "react";
import { Notice } from "./Notice";

interface Props {
  /** What could not be shown, as the sentence's subject. */
  readonly part: string;
  /** When this changes the part gets another chance. */
  readonly scene: unknown;
  readonly children: ReactNode;
}

interface State {
  readonly failed: boolean;
  readonly scene: unknown;
}

/** Keeps a failure in one part of the page from taking the rest of it away. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failed: false, scene: this.props.scene };

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.scene === state.scene ? null : { failed: false, scene: props.scene };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Notice kind="problem">
        {this.props.part} cannot be shown. Choose other columns or fit again; your data are kept.
      </Notice>
    );
  }
}
