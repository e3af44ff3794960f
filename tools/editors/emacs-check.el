;;; emacs-check.el --- Runs inside Emacs with eglot, started by editors-check.js.  -*- lexical-binding: t -*-

(require 'eglot)
(require 'flymake)
(setq create-lockfiles nil make-backup-files nil auto-save-default nil
      eglot-connect-timeout 60 eglot-sync-connect 60 eglot-autoshutdown nil)

(define-derived-mode awaitwise-check-mode prog-mode "Check")
(put 'awaitwise-check-mode 'eglot-language-id "typescript")
(add-to-list 'eglot-server-programs
             `(awaitwise-check-mode . (,(getenv "AWAITWISE_NODE") ,(getenv "AWAITWISE_SERVER") "--stdio")))

(defun awaitwise-wait (seconds condition)
  (let ((end (+ (float-time) seconds)))
    (while (and (not (funcall condition)) (< (float-time) end))
      (accept-process-output nil 0.05))
    (funcall condition)))

(defun awaitwise-findings ()
  (sort (mapcar (lambda (one)
                  (format "%d:%d" (line-number-at-pos (flymake-diagnostic-beg one))
                          (save-excursion (goto-char (flymake-diagnostic-beg one))
                                          (1+ (current-column)))))
                (flymake-diagnostics))
        #'string<))

(find-file (getenv "AWAITWISE_FILE"))
(awaitwise-check-mode)
;; Which arguments `eglot' takes differs between its versions; what it guesses fits its own.
(let ((inhibit-message t))
  (apply #'eglot (eglot--guess-contact)))
(unless (awaitwise-wait 60 (lambda () (progn (flymake-start) (flymake-diagnostics))))
  (princ "FAILED: no findings arrived\n")
  (kill-emacs 1))
(princ (format "Findings: %s\n" (string-join (awaitwise-findings) " ")))
(let* ((server (eglot-current-server))
       (first (car (flymake-diagnostics)))
       (actions (jsonrpc-request
                 server :textDocument/codeAction
                 (list :textDocument (eglot--TextDocumentIdentifier)
                       :range (list :start (eglot--pos-to-lsp-position (flymake-diagnostic-beg first))
                                    :end (eglot--pos-to-lsp-position (flymake-diagnostic-end first)))
                       :context '(:diagnostics [] :only ["quickfix"]))))
       (action (aref actions 0)))
  (princ (format "Fix: %s\n" (plist-get action :title)))
  (eglot--apply-workspace-edit (plist-get action :edit)))
(eglot--signal-textDocument/didChange)
(unless (awaitwise-wait 60 (lambda () (progn (flymake-start) (null (flymake-diagnostics)))))
  (princ "FAILED: the finding is still there after the fix\n")
  (kill-emacs 1))
(princ "Left: 0\n")
(set-buffer-modified-p nil)
;; What the exit status is cannot be seen from here: eglot kills what has not ended at once.
(eglot-shutdown (eglot-current-server) nil 10)
(princ "Server ended\n")
(kill-emacs 0)
;;; emacs-check.el ends here
