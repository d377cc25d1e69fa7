import { Modal } from '@mantine/core';

export function CommandPalette({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return <Modal opened={isOpen} onClose={onClose} title="Search" />;
}
